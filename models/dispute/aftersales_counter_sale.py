from odoo import fields, models


class AftersalesCounterSale(models.Model):
    """Parts whose price the customer objects to (G5, H9)."""
    _inherit = 'aftersales.counter.sale'

    dispute_ids = fields.One2many(
        'aftersales.price.dispute', 'counter_sale_id', string="Price Disputes", readonly=True,
        groups='aftersales.group_dispute')
    dispute_count = fields.Integer(
        string="Number of Price Disputes", compute='_compute_dispute_count', groups='aftersales.group_dispute')

    def _compute_dispute_count(self):
        counts = dict(self.env['aftersales.price.dispute']._read_group(
            [('counter_sale_id', 'in', self.ids)], ['counter_sale_id'], ['__count']))
        for sale in self:
            sale.dispute_count = counts.get(sale._origin, 0)

    def action_view_disputes(self):
        """The one there is, or a new one; the list where there are several."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_price_disputes')
        action = {
            **action, 'domain': [('counter_sale_id', '=', self.id)],
            'context': {'default_counter_sale_id': self.id, 'search_default_waiting': 0}}
        if self.dispute_count < 2:
            action.update(views=[(False, 'form')], res_id=self.dispute_ids.id)
        return action
