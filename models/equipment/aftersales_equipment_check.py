from odoo import api, fields, models
from odoo.exceptions import ValidationError


class AftersalesEquipmentCheck(models.Model):
    """A calibration or inspection of workshop equipment, with its certificate."""
    _name = 'aftersales.equipment.check'
    _description = "Calibration of Equipment"
    _inherit = ['aftersales.system.values.mixin', 'aftersales.log.mixin']
    _order = 'date desc, id desc'
    _rec_name = 'equipment_id'
    _rec_names_search = ['equipment_id', 'certificate_no']
    _check_company_auto = True

    equipment_id = fields.Many2one(
        'maintenance.equipment', required=True, index=True, ondelete='restrict', domain="[('workshop_id', '!=', False)]")
    company_id = fields.Many2one(related='equipment_id.company_id', store=True, index=True, precompute=True)
    workshop_id = fields.Many2one(
        related='equipment_id.workshop_id', string="Outlet", store=True, index='btree_not_null', precompute=True)
    date = fields.Date(
        string="Checked On", required=True, default=fields.Date.context_today, tracking=True)
    result = fields.Selection(
        [('passed', "Calibration Passed"), ('failed', "Calibration Failed")], required=True, default='passed', tracking=True)
    done_by = fields.Char(
        string="Checked By", required=True, max_length=80, tracking=True, help="Laboratory, office or person.")
    certificate_no = fields.Char(string="Certificate No.", max_length=40, tracking=True)
    valid_until = fields.Date(
        tracking=True, help="As the certificate says; empty: the interval of the equipment counts.")
    certificate = fields.Binary(attachment=True, string="Certificate")
    certificate_name = fields.Char(export_string_translation=False, max_length=200)
    note = fields.Char(max_length=200, tracking=True)
    user_id = fields.Many2one(
        'res.users', string="Entered By", readonly=True, default=lambda self: self.env.user, ondelete='restrict')

    @api.constrains('date', 'valid_until')
    def _check_dates(self):
        for check in self:
            if check.date > fields.Date.context_today(check):
                raise ValidationError(self.env._(
                    "%(equipment)s: a calibration is entered once it has been made.", equipment=check.equipment_id.name))
            if check.valid_until and check.valid_until < check.date:
                raise ValidationError(self.env._(
                    "%(equipment)s: the certificate cannot end before the day of the calibration.",
                    equipment=check.equipment_id.name))

    @api.model_create_multi
    def create(self, vals_list):
        checks = super().create(vals_list)
        checks.equipment_id._forget_check_tasks()
        return checks
