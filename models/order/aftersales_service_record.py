from odoo import fields, models


class AftersalesServiceRecord(models.Model):
    _inherit = 'aftersales.service.record'

    order_id = fields.Many2one(
        'aftersales.order',
        string='Repair Order',
        index='btree_not_null',
        ondelete='set null',
        readonly=True,
    )
