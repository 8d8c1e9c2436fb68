from odoo import fields, models


class AftersalesOrder(models.Model):
    """Why customers leave without repair, from the list of reasons: to be counted, the text beside it to be read."""

    _inherit = 'aftersales.order'

    leave_reason_id = fields.Many2one(
        'aftersales.decline.reason', string="Kind of Reason for Leaving", readonly=True, copy=False, tracking=True,
        index='btree_not_null', ondelete='restrict')
