from odoo import api, fields, models


class AftersalesSubletWizard(models.TransientModel):
    """Who does a sublet line, for how much and until when; then it is sent (E8)."""
    _name = 'aftersales.sublet.wizard'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Send to Another Shop"

    line_id = fields.Many2one('aftersales.order.line', string="Work", required=True, readonly=True)
    currency_id = fields.Many2one(related='line_id.currency_id')
    vendor_id = fields.Many2one(
        'res.partner', string="Sublet Shop", required=True, compute='_compute_terms', store=True, readonly=False)
    cost = fields.Float(
        string="Vendor's Price", digits='Product Price', compute='_compute_terms', store=True, readonly=False,
        help="For one unit, without taxes.", bounds=(None, 1e10))
    due_date = fields.Datetime(string="Back By", compute='_compute_terms', store=True, readonly=False)

    @api.depends('line_id')
    def _compute_terms(self):
        for wizard in self:
            line = wizard.line_id
            wizard.vendor_id = line.sublet_vendor_id or line.product_id.sudo().seller_ids[:1].partner_id
            wizard.cost = line.sublet_cost
            wizard.due_date = line.sublet_due_date

    def action_apply(self):
        """Order the work."""
        self.ensure_one()
        self._write_terms()
        self.line_id._send_sublet()
        return {'type': 'ir.actions.act_window_close'}

    def action_keep(self):
        """Only keep the terms: the customer has to say yes to the price first."""
        self.ensure_one()
        self._write_terms()
        return {'type': 'ir.actions.act_window_close'}

    def _write_terms(self):
        line = self.line_id
        line._check_may_sublet()
        line._check_sublet_state('to_send')
        line.order_id._check_unlocked()
        vals = {'sublet_vendor_id': self.vendor_id.id, 'sublet_due_date': self.due_date}
        if self.cost and self.cost != line.sublet_cost:
            vals['sublet_cost'] = self.cost
            vals |= self._prepare_kept_price_vals()
            line._keep_top_price()
            if self._get_discount_limit() >= 100:
                vals['sublet_top_price'] = 0.0
        # sudo: the parts counter knows the terms, but writes no lines otherwise
        line.sudo().write(vals)

    def _prepare_kept_price_vals(self):
        """A cheaper shop is the house's gain: only who may give that much away passes it on to the customer."""
        line = self.line_id
        price, limit = line._get_sublet_price(self.cost, line.tax_ids), self._get_discount_limit()
        if not line.sublet_cost or limit >= 100 or price >= line._get_list_unit_price() * (1 - limit / 100):
            return {}
        return {'price_unit': line.price_unit, 'technical_price_unit': price}

    def _get_discount_limit(self):
        return self.env['aftersales.discount.limit']._get_user_limit(self.line_id.company_id)
