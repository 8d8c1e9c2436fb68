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

    def _is_history(self):
        """What an order did was done."""
        return super()._is_history() or bool(self.sudo().order_id)  # sudo: of whatever company the order is
