from odoo import api, models
from odoo.fields import Command

# What a starter battery is sold with until the old one is brought.
DEPOSIT = 50


class AftersalesDemo(models.AbstractModel):
    """Batteries sold with a core deposit: of one customer it is held, another one has brought his old battery (H6)."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_core_deposits(self):
        part = self._ref('part_batt_60')
        part.aftersales_core_deposit = DEPOSIT
        for outlet in ('shanghai', 'hangzhou'):
            company = self._ref(f'company_{outlet}')
            customers = self.env['res.partner'].search([
                ('owned_vehicle_ids', '!=', False), ('city', '!=', False), ('company_id', 'in', (False, company.id))],
                order='id desc', limit=3)
            sales = self.env['aftersales.counter.sale'].union(*(
                self._sell_with_core_deposit(outlet, company, part, customer) for customer in customers[1:]))
            self._bring_core_back(sales[1:].sudo().core_deposit_ids, company)

    def _sell_with_core_deposit(self, outlet, company, part, customer):
        clerk = self._as(
            self.env['aftersales.counter.sale'], 'parts' if outlet == 'shanghai' else 'advisor_hangzhou', company)
        sale = clerk.create({
            'workshop_id': self._ref(f'workshop_{outlet}').id, 'partner_id': customer.id,
            'line_ids': [Command.create({'product_id': part.id, 'quantity': 1})]})
        sale.action_confirm()
        if sale.is_short:
            return sale
        sale.action_hand_over()
        self._as(sale, 'accountant', company).action_invoice()
        self._as(sale.sudo().invoice_ids, 'accountant', company).action_post()
        return sale

    def _bring_core_back(self, cores, company):
        for core in self._as(cores, 'parts', company):
            tags = core._bring_back(1, 'core', f'OP-C-{core.id % 20 + 1:02}')
            self._as(tags.sudo().core_move_id, 'accountant', company).action_post()
