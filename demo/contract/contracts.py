from base64 import b64encode
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import file_open

# name, in Chinese, kind, price, months, times of the first operation, times of the second
TYPES = [
    ("Three services", "三次保养套餐", 'package', 1200, 24, 3, 0),
    ("Maintenance for two years", "两年保养合同", 'maintenance', 3600, 24, 4, 2),
    ("Yearly inspection", "年度检查合同", 'inspection', 480, 12, 0, 2),
    ("All services for a year", "一年全保养", 'maintenance', 2400, 12, 1, 1),
]
# What is looked at on visits, in Chinese, unit; what was found on the first one.
CHECKS = [
    ("Tyre tread", "轮胎花纹深度", "mm", 4.2, 'watch', "Change before the winter"),
    ("Brake pads, front", "前制动片", "mm", 2.6, 'replace', "Change within a month"),
    ("Lights", "灯光", False, 0, 'good', False),
]


class AftersalesDemo(models.AbstractModel):
    """Packages and contracts of each outlet: one runs, one waits for its payment, one is not invoiced yet."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_contracts(self):
        product = self.env['product.product'].create({'name': "Prepaid service", 'type': 'service'})
        self._say_in_chinese({(product, 'name'): "预付保养"})
        for outlet in ('shanghai', 'hangzhou'):
            company = self._ref(f'company_{outlet}')
            types = self._load_contract_types(company, product)
            running = self._sell_contracts('advisor' if outlet == 'shanghai' else 'advisor_hangzhou', company, types)
            if outlet == 'hangzhou':
                self._near_end(running)
            else:
                self._ask_for_price(running)

    def _load_contract_types(self, company, product):
        own = [('company_id', 'in', (company.id, False))]
        operations = self.env['aftersales.operation'].search(own, limit=2)
        accounts = self.env['account.account'].with_company(company)
        income = accounts.search([('company_ids', 'in', company.ids), ('account_type', '=', 'income')], limit=1)
        deferred = accounts.create({'name': "Prepaid contracts", 'code': '2205.AS', 'account_type': 'liability_current'})
        self._say_in_chinese({(deferred, 'name'): "合同负债"})
        journal = self.env['account.journal'].search(
            [('company_id', '=', company.id), ('type', '=', 'general')], limit=1)
        types = self.env['aftersales.contract.type'].create([{
            'name': name, 'kind': kind, 'price': price, 'months': months, 'company_id': company.id,
            'product_id': product.id, 'deferred_account_id': deferred.id, 'income_account_id': income.id,
            'journal_id': journal.id, 'line_ids': [
                Command.create({'operation_id': operation.id, 'quantity': times})
                for operation, times in zip(operations, row, strict=True) if times],
        } for name, __, kind, price, months, *row in TYPES])
        self._say_in_chinese({(kind, 'name'): row[1] for kind, row in zip(types, TYPES, strict=True)})
        for kind, code in zip(types, ('PK3', 'MC2', 'YI1', 'ALL'), strict=True):
            kind.code = code
        types[0].price_ids = [Command.create({
            'model_id': self.env['fleet.vehicle.model'].search([('vehicle_type', '=', 'car')], limit=1).id, 'price': 1380})]
        types[1].line_ids[:1].interval_months = 3
        types[1].write({'distance': 40000, 'recognition': 'distance', 'renewal_type_ids': [Command.set(types[:2].ids)]})
        types[1].line_ids[-1:].own_share = 20
        parts = self.env['aftersales.order.line'].search([
            ('company_id', '=', company.id), ('line_type', '=', 'part')], limit=30).product_id
        types[1].write({
            'commission_percent': 3, 'excluded_product_ids': [Command.set(parts[1:2].ids)],
            'line_ids': [Command.create({'product_id': part.id, 'quantity': 2}) for part in parts[:1]]})
        types[0].write({'commission_percent': 2, 'share_by': 'list'})
        types[3].write({'recognition': 'time', 'start': 'use'})
        types[3].line_ids.is_unlimited = True
        types[2].write({
            'visits_per_year': 2, 'trainings_per_year': 1,
            'check_ids': [Command.create({'name': name, 'unit': unit}) for name, __, unit, *__ in CHECKS]})
        self._say_in_chinese({(check, 'name'): row[1] for check, row in zip(types[2].check_ids, CHECKS, strict=True)})
        return types

    def _sell_contracts(self, login, company, types):
        vehicles = self.env['aftersales.order'].search(
            [('company_id', '=', company.id), ('state', '=', 'delivered')], order='id desc', limit=30).vehicle_id
        if login == 'advisor':  # the customer with a login sees a running contract of his own
            vehicles = self._ref('vehicle_01') | vehicles
        contracts = self._as(self.env['aftersales.contract'], login, company).create([
            {'type_id': kind.id, 'vehicle_id': vehicle.id, 'partner_id': vehicle.owner_id.id}
            for kind, vehicle in zip(types, vehicles[:4], strict=False) if vehicle.owner_id])
        contracts[1:2].action_invoice()
        self._pay_contracts(company, contracts[:1] | contracts[2:])
        self._visit_fleet(contracts[2:])
        self._sign_contract(contracts[:1])
        self._sell_kinds(login, company, vehicles[4:6], types[0])
        return contracts[:1]

    def _pay_contracts(self, company, contracts):
        contracts.action_invoice()
        invoices = contracts.sudo().invoice_id  # sudo: the books of the demo are the system's
        invoices.action_post()
        self.env['account.payment.register'].with_context(
            active_model='account.move', active_ids=invoices.ids,
            allowed_company_ids=company.ids).create({})._create_payments()

    def _sign_contract(self, contract):
        with file_open('aftersales/demo/counter/signature.png', 'rb') as file:
            signature = b64encode(file.read())
        contract.signature = signature
        contract.action_sign_house(signature)

    def _ask_for_price(self, sold):
        """A second car of the same customer, for a quarter less: the advisor asks the manager."""
        contract = sold.create({
            'type_id': sold.type_id.id, 'vehicle_id': sold.vehicle_id.id, 'partner_id': sold.partner_id.id})
        contract.write({'price': contract.list_price * 0.75, 'price_reason': "Takes the second one for his wife's car"})
        contract.action_ask_price()

    def _visit_fleet(self, contract):
        """The first visit is made, its report is due; the others are planned."""
        visit = contract.visit_ids.filtered(lambda visit: visit.kind == 'inspection')[:1]
        if not visit:
            return
        visit.planned_date = fields.Date.context_today(visit)
        visit.action_list_checks()
        for line, row in zip(visit.line_ids, CHECKS, strict=False):
            line.write({'value': row[3], 'condition': row[4], 'advice': row[5]})
        visit.action_done()

    def _near_end(self, contract):
        """Sold nearly two years ago: its seller is to win the renewal."""
        end = fields.Date.context_today(contract) + timedelta(days=20)
        self._backdate(contract, {contract: end - relativedelta(months=24)}, 'start_date')
        self._backdate(contract, {contract: end}, 'end_date')
        contract._tell_renewal()
        contract.env['aftersales.contract.answer'].create({
            'contract_id': contract.id, 'answer': 'call', 'note': "In the evening, after six"})
