from odoo import fields, models


class AftersalesHandingOverLine(models.Model):
    """Work of one kind that was handed over."""
    _name = 'aftersales.handing.over.line'
    _description = "Work Handed Over"
    _inherit = ['aftersales.system.values.mixin', 'aftersales.lasting.mixin']
    _order = 'handing_id.id, id'

    handing_id = fields.Many2one(
        'aftersales.handing.over', required=True, readonly=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='handing_id.company_id', store=True, index=True)
    name = fields.Char(string="Kind of Work", required=True, readonly=True)
    moved_count = fields.Integer(string="Work Handed Over", readonly=True)
    left_count = fields.Integer(string="Stayed", readonly=True)
    names = fields.Text(string="Which", readonly=True)
    note = fields.Char(string="Why It Stayed", readonly=True)
