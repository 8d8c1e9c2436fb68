from odoo import api, fields, models


class AftersalesEmergencyWizard(models.TransientModel):
    """Where a part that is short is bought in a hurry, why, and what that costs beside an ordinary purchase (H7)."""
    _name = 'aftersales.emergency.wizard'
    _inherit = ['aftersales.part.dialog.mixin']
    _description = "Emergency Buy"

    currency_id = fields.Many2one(related='company_id.currency_id')
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

    @api.depends('line_id', 'counter_line_id')
    def _compute_vendor_id(self):
        for dialog in self:
            line = dialog._get_part_line()
            # sudo: who sells it is told to whoever buys
            dialog.vendor_id = line.sudo()._get_vendor().partner_id if line else False

    @api.depends('line_id', 'counter_line_id', 'vendor_id')
    @api.depends_context('lang')
    def _compute_vendor_reason(self):
        for dialog in self:
            # sudo: who sells it and how good he is, is told to whoever buys
            dialog.vendor_reason = dialog.product_id.sudo()._get_seller_reason(
                dialog.vendor_id.sudo(), dialog.company_id) if dialog.product_id else ''

    def action_apply(self):
        self.ensure_one()
        purchase = self._check_part_line()._buy_in_emergency({
            'partner_id': self.vendor_id.id, 'aftersales_emergency': self.cause, 'aftersales_extra_cost': self.extra_cost,
        }, self.price, self.date)
        return purchase._get_records_action()
