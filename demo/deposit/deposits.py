from odoo import api, models
from odoo.fields import Command


class AftersalesDemo(models.AbstractModel):
    """Deposits for parts that are not here: one is held, the others are asked for, one of them at the window."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_deposits(self):
        for outlet in ('shanghai', 'hangzhou'):
            company = self._ref(f'company_{outlet}')
            accounts = self.env['account.account'].with_company(company)
            held, income = (accounts.search(
                [('company_ids', 'in', company.ids), ('account_type', '=', kind)], limit=1)
                for kind in ('liability_current', 'income'))
            company.write({'aftersales_deposit_account_id': held.id, 'aftersales_deposit_income_account_id': income.id})
            lines = self.env['aftersales.order.line'].search([('is_to_order', '=', True), ('company_id', '=', company.id)])
            orders = lines.order_id.filtered(lambda order: any(
                line.price_total and line.parts_state == 'not_here' for line in order.line_ids))[:2]
            self._take_deposits(self._as(orders, 'advisor' if outlet == 'shanghai' else 'advisor_hangzhou', company), company)
            missing = lines.filtered(lambda line: line.parts_state == 'not_here' and line.product_id.lst_price > 0)
            self._ask_deposit_at_window(outlet, company, missing.product_id[:1])

    def _take_deposits(self, orders, company):
        for order in orders:
            order.action_ask_deposit()
        deposits = orders.deposit_ids
        deposits.action_invoice()
        invoice = deposits[:1].sudo().invoice_id  # sudo: the books of the demo are the system's
        if invoice:
            invoice.action_post()
            self.env['account.payment.register'].with_context(
                active_model='account.move', active_ids=invoice.ids, allowed_company_ids=company.ids,
            ).create({})._create_payments()

    def _ask_deposit_at_window(self, outlet, company, product):
        """Somebody orders a part that is not here, without his car."""
        customer = self.env['res.partner'].search([
            ('owned_vehicle_ids', '!=', False), ('city', '!=', False), ('company_id', 'in', (False, company.id))],
            order='id desc', limit=1)
        if not product or not customer:
            return
        clerk = self._as(
            self.env['aftersales.counter.sale'], 'parts' if outlet == 'shanghai' else 'advisor_hangzhou', company)
        sale = clerk.create({
            'workshop_id': self._ref(f'workshop_{outlet}').id, 'partner_id': customer.id,
            'line_ids': [Command.create({'product_id': product.id, 'quantity': 1})]})
        sale.action_confirm()
        if sale.is_short and sale.amount_total > 0:
            sale.action_ask_deposit()
            sale.deposit_ids.action_invoice()
