from odoo import api, fields, models


class AftersalesStationSettlementLine(models.Model):
    """A part of a station's month, as it was counted."""
    _name = 'aftersales.station.settlement.line'
    _description = "Part of a Station Settlement"
    _inherit = ['aftersales.system.values.mixin']
    _order = 'settlement_id.id desc, id'
    _rec_name = 'product_id'

    settlement_id = fields.Many2one(
        'aftersales.station.settlement', required=True, readonly=True, index=True, ondelete='restrict')
    company_id = fields.Many2one(related='settlement_id.company_id', store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related='settlement_id.currency_id')
    product_id = fields.Many2one(
        'product.product', string="Part", required=True, readonly=True, index=True, ondelete='restrict')
    qty_opening = fields.Float(
        string="Opening", digits='Product Unit', readonly=True)
    qty_received = fields.Float(
        string="Receipts", digits='Product Unit', readonly=True, help="Bought, or brought from other stores.")
    qty_replaced = fields.Float(
        string="Replaced by the Maker", digits='Product Unit', readonly=True, help="Came without a purchase.")
    qty_issued = fields.Float(
        string="Issued", digits='Product Unit', readonly=True, help="Less what came back unused.")
    qty_taken = fields.Float(
        string="Taken Elsewhere", digits='Product Unit', readonly=True)
    qty_closing = fields.Float(
        string="Closing", digits='Product Unit', readonly=True)
    old_in = fields.Float(string="Old Parts In", digits='Product Unit', readonly=True)
    accepted = fields.Float(string="Old Parts Accepted", digits='Product Unit', readonly=True)
    rejected = fields.Float(string="Old Parts Rejected", digits='Product Unit', readonly=True)
    price_unit = fields.Float(string="Unit Cost", digits='Product Price', readonly=True, aggregator=None)
    value = fields.Monetary(string="Value at the End", compute='_compute_value', store=True)

    _product_uniq = models.UniqueIndex('(settlement_id, product_id)')

    @api.depends('qty_closing', 'price_unit')
    def _compute_value(self):
        for line in self:
            line.value = line.qty_closing * line.price_unit

    def _get_evidence(self):
        self.ensure_one()
        return {'part': self.product_id.display_name, 'cost': self.price_unit, **{
            name.removeprefix('qty_'): self[name] for name in (
                'qty_opening', 'qty_received', 'qty_replaced', 'qty_issued', 'qty_taken', 'qty_closing', 'old_in', 'accepted',
                'rejected')}}
