from odoo import api, fields, models
from odoo.fields import Domain


class AftersalesTyreFee(models.Model):
    """A season of storage on the line of an order: it is charged as long as the line is there, and asked for."""
    _name = 'aftersales.tyre.fee'
    _inherit = ['aftersales.system.values.mixin']
    _description = "Storage Fee of Tyres"
    _order = 'date_from desc, id desc'
    _rec_name = 'set_id'

    set_id = fields.Many2one('aftersales.tyre.set', required=True, readonly=True, index=True, ondelete='restrict')
    company_id = fields.Many2one(related='set_id.company_id', store=True, index=True, precompute=True)
    fee_line_id = fields.Many2one(
        'aftersales.order.line', string="Line", required=True, readonly=True, index=True, ondelete='cascade')
    order_id = fields.Many2one(related='fee_line_id.order_id', string="Repair Order")
    date_from = fields.Date(string="From", required=True, readonly=True)
    date_to = fields.Date(string="Until", required=True, readonly=True)

    _one_a_season = models.UniqueIndex('(set_id, date_from)', "This season of storage is charged already.")

    @api.model
    def _get_asked_domain(self):
        """Fees that somebody is asked to pay: of a job that was cancelled or declined, storage is due again."""
        return Domain('fee_line_id.job_id.is_dropped', '=', False) & Domain(
            'fee_line_id.job_id.approval', '!=', 'declined') & Domain('fee_line_id.order_id.state', '!=', 'cancelled')
