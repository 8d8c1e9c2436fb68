from odoo import fields, models


class AftersalesComplaint(models.Model):
    """A complaint that began as a dispute about the price (G5)."""
    _inherit = 'aftersales.complaint'

    dispute_ids = fields.One2many(
        'aftersales.price.dispute', 'complaint_id', string="Price Disputes", readonly=True, groups='aftersales.group_dispute')

    def action_view_dispute(self):
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window', 'res_model': 'aftersales.price.dispute', 'view_mode': 'form',
            'views': [(False, 'form')], 'res_id': self.dispute_ids[:1].id}
