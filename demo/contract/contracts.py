from odoo import api, models
from odoo.fields import Command

# name, kind, price, months, times of the first operation, times of the second
TYPES = [
    ("Three services", 'package', 1200, 24, 3, 0),
    ("Maintenance for two years", 'maintenance', 3600, 24, 4, 2),
    ("Yearly inspection", 'inspection', 480, 12, 0, 2),
]


class AftersalesDemo(models.AbstractModel):
    """Packages and contracts: three types; one runs, one waits for its payment, one is not invoiced yet."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_contracts(self):
        company = self._ref('company_shanghai')
        operations = self.env['aftersales.operation'].search([('company_id', 'in', (company.id, False))], limit=2)
        vehicles = self.env['aftersales.order'].search(
            [('company_id', '=', company.id), ('state', '=', 'delivered')], order='id desc', limit=30).vehicle_id[:3]
        product = self.env['product.product'].create({'name': "Prepaid service", 'type': 'service'})
        accounts = self.env['account.account'].with_company(company)
        deferred = accounts.search([('company_ids', 'in', company.ids), ('account_type', '=', 'liability_current')], limit=1)
        income = accounts.search([('company_ids', 'in', company.ids), ('account_type', '=', 'income')], limit=1)
        journal = self.env['account.journal'].search(
            [('company_id', '=', company.id), ('type', '=', 'general')], limit=1)
        if not (len(operations) == 2 and deferred and income and journal):
            return
        types = self.env['aftersales.contract.type'].create([{
            'name': name, 'kind': kind, 'price': price, 'months': months, 'company_id': company.id,
            'product_id': product.id, 'deferred_account_id': deferred.id, 'income_account_id': income.id,
            'journal_id': journal.id, 'line_ids': [
                Command.create({'operation_id': operation.id, 'quantity': times})
                for operation, times in zip(operations, row, strict=True) if times],
        } for name, kind, price, months, *row in TYPES])
        contracts = self._as(self.env['aftersales.contract'], 'advisor', company).create([
            {'type_id': kind.id, 'vehicle_id': vehicle.id, 'partner_id': (vehicle.driver_id or company.partner_id).id}
            for kind, vehicle in zip(types, vehicles, strict=False)])
        contracts[:2].action_invoice()
        invoice = contracts[:1].sudo().invoice_id  # sudo: the books of the demo are the system's
        invoice.action_post()
        self.env['account.payment.register'].with_context(
            active_model='account.move', active_ids=invoice.ids, allowed_company_ids=company.ids).create({})._create_payments()
        contracts[:1].action_activate()
