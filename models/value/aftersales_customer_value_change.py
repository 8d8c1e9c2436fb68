from odoo import fields, models

from .reckoner import CLASSES, STATUSES


class AftersalesCustomerValueChange(models.Model):
    """When a customer's class or status changed, by the nightly pass or by hand (J6)."""
    _name = 'aftersales.customer.value.change'
    _description = "Change of a Value Class"
    _inherit = ['aftersales.history.mixin']
    _order = 'date desc, id desc'

    value_id = fields.Many2one(
        'aftersales.customer.value', string="Value of the Customer", required=True, index=True, readonly=True,
        ondelete='cascade')
    company_id = fields.Many2one(related='value_id.company_id', store=True, index=True)
    partner_id = fields.Many2one(related='value_id.partner_id', store=True, index=True)
    date = fields.Date(required=True, readonly=True)
    class_before = fields.Selection(CLASSES, string="Class Before", readonly=True)
    value_class = fields.Selection(CLASSES, string="Value Class", readonly=True)
    status_before = fields.Selection(STATUSES, string="Status Before", readonly=True)
    status = fields.Selection(STATUSES, readonly=True)
    points = fields.Integer(readonly=True, aggregator=None)
    user_id = fields.Many2one('res.users', string="By Hand By", readonly=True, index='btree_not_null')
    reason = fields.Char(readonly=True)
