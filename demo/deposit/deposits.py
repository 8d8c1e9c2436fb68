from odoo import api, models


class AftersalesDemo(models.AbstractModel):
    """Deposits for parts that are not here: one is held, the others are asked for."""

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
