from odoo import fields, models


class AftersalesKeyMove(models.Model):
    """The key of a car goes into the cabinet or out of it: who, when and why; written by the system alone."""

    _name = 'aftersales.key.move'
    _inherit = ['aftersales.system.values.mixin', 'aftersales.lasting.mixin']
    _description = "Key In and Out"
    _order = 'date desc, id desc'
    _rec_name = 'order_id'

    order_id = fields.Many2one('aftersales.order', required=True, readonly=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='order_id.company_id', store=True, index=True, precompute=True)
    kind = fields.Selection(
        selection=[('in', "Into the Cabinet"), ('out', "Out of the Cabinet"), ('left', "Given to the Customer")],
        string="Key Goes", required=True, readonly=True)
    date = fields.Datetime(required=True, readonly=True)
    user_id = fields.Many2one('res.users', string="Entered By", required=True, readonly=True)
    place_id = fields.Many2one(
        'aftersales.key.place', string="Place of the Key", readonly=True, index='btree_not_null', ondelete='restrict')
    employee_id = fields.Many2one('hr.employee', string="Key Taken By", readonly=True, index='btree_not_null')
    reason = fields.Char(readonly=True)
