from odoo import api, fields, models


class AftersalesEmergencyWizard(models.TransientModel):
    """Where a part that is short is bought in a hurry, why, and what that costs beside an ordinary purchase (H7)."""
    _name = 'aftersales.emergency.wizard'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Emergency Buy"

    line_id = fields.Many2one('aftersales.order.line', required=True, readonly=True, ondelete='cascade')
    order_id = fields.Many2one(related='line_id.order_id')
    product_id = fields.Many2one(related='line_id.product_id')
    company_id = fields.Many2one(related='line_id.company_id')
    currency_id = fields.Many2one(related='company_id.currency_id')
    missing = fields.Float(string="Missing Here", digits='Product Unit', compute='_compute_missing')
    cause = fields.Selection(
        lambda self: self.env['purchase.order']._fields['aftersales_emergency']._description_selection(self.env),
        required=True)
    vendor_id = fields.Many2one(
        'res.partner', string="Bought Of", required=True, compute='_compute_vendor_id', store=True, readonly=False,
        ondelete='cascade')
    vendor_reason = fields.Char(compute='_compute_vendor_reason')
    price = fields.Monetary(
        string="Price of One", bounds=(0, 1e9), groups='aftersales.group_price',
        help="Without taxes, in the part's unit. Zero: by the vendor's price list.")
    extra_cost = fields.Monetary(
        string="Extra Cost", bounds=(0, 1e9), groups='aftersales.group_price',
        help="What it cost beside an ordinary purchase: price above the list, express, a drive.")
    date = fields.Datetime(string="Here On", required=True, default=fields.Datetime.now)

    @api.depends('line_id')
    def _compute_missing(self):
        for dialog in self:
            moves = dialog.line_id.sudo()._get_moves_to_supply()  # sudo: what is missing is asked of stock
            dialog.missing = sum(move.product_qty - move.product_uom._compute_quantity(
                move.quantity, move.product_id.uom_id, rounding_method='HALF-UP') for move in moves)

    @api.depends('line_id')
    def _compute_vendor_id(self):
        for dialog in self:
            # sudo: as above
            dialog.vendor_id = dialog.line_id.sudo()._get_vendor().partner_id if dialog.line_id else False

    @api.depends('line_id', 'vendor_id')
    @api.depends_context('lang')
    def _compute_vendor_reason(self):
        for dialog in self:
            # sudo: who sells it and how good he is, is told to whoever buys
            dialog.vendor_reason = dialog.product_id.sudo()._get_seller_reason(
                dialog.vendor_id.sudo(), dialog.company_id) if dialog.product_id else ''

    def action_apply(self):
        self.ensure_one()
        purchase = self.line_id._buy_in_emergency({
            'partner_id': self.vendor_id.id, 'aftersales_emergency': self.cause, 'aftersales_extra_cost': self.extra_cost,
        }, self.price, self.date)
        return purchase._get_records_action()
