from odoo import fields, models


class AftersalesWorkClass(models.Model):
    """What work of a class needs beside a person: equipment that is calibrated, a method, limits (quality sheet §3)."""
    _inherit = 'aftersales.work.class'

    equipment_kind_ids = fields.Many2many(
        'maintenance.equipment.category', 'aftersales_work_class_equipment_rel', 'class_id', 'category_id',
        string="Equipment Needed", help="A piece of each of these kinds, calibrated and free, is in the outlet.")
    equipment_lack = fields.Selection(
        [('warn', "Say So"), ('refuse', "Do Not Start")], string="Where None Is Free", required=True, default='warn')
    method_document = fields.Char(
        max_length=200, translate=True, help="By which the work is done: its number, edition and where it is kept.")
    work_limits = fields.Text(
        string="Limits of the Work", max_length=2000, translate=True, help="Values that the work must keep.")
