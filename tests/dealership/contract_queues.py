from datetime import timedelta

from odoo.fields import Command, Date


class ContractQueues:
    """What the scheduled actions of contracts work on."""

    def _prepare_contracts(self, days):
        """Contracts that run, each of a car, until so many days from today."""
        number = f'{self.count}{abs(days)}'
        accounts = self.env['account.account'].with_company(self.company)
        deferred, income = (
            accounts.create({'name': kind, 'code': f'{code}{number}', 'account_type': kind})
            for kind, code in (('liability_current', 'QUEUE'), ('income', 'QUEUI')))
        journal = self.env['account.journal'].create({
            'name': "Contracts", 'code': f'Q{number}', 'type': 'general', 'company_id': self.company.id})
        product = self.env['product.product'].create({
            'name': "Prepaid", 'type': 'service', 'uom_id': self.env.ref('uom.product_uom_hour').id})
        kind = self.env['aftersales.contract.type'].create({
            'name': "Package", 'price': 9, 'company_id': self.company.id, 'product_id': product.id,
            'deferred_account_id': deferred.id, 'income_account_id': income.id, 'journal_id': journal.id})
        work = self.env['aftersales.operation'].create({
            'name': "Queue", 'code': f'QUEUE{number}', 'product_id': product.id})
        contracts = self.env['aftersales.contract'].create([{
            'type_id': kind.id, 'vehicle_id': self.vehicle.id, 'partner_id': self.customer.id, 'user_id': self.user_advisor.id,
            'entitlement_ids': [Command.create({'operation_id': work.id, 'granted': 1, 'value': 9})],
        } for __ in range(self.count)])
        return self._write_raw(contracts, state='active', end_date=Date.today() + timedelta(days=days))

    def _prepare_end_contracts(self):
        return '_run_out', self._prepare_contracts(-1)

    def _prepare_earn_contracts(self):
        contracts = self._prepare_contracts(40)
        contracts.type_id.recognition = 'time'
        return '_earn_by_time', self._write_raw(contracts, start_date=Date.subtract(Date.today(), days=60))

    def _prepare_begin_contracts(self):
        return '_begin', self._write_raw(self._prepare_contracts(30), end_date=None)

    def _prepare_tell_renewals(self):
        return '_tell_renewal', self._prepare_contracts(20)

    def _prepare_tell_win_backs(self):
        car = self.vehicle.copy({'license_plate': f'BACK {self.count}', 'vin_sn': False})  # no other contract runs for it
        return '_tell_win_back', self._write_raw(self._prepare_contracts(-35), state='expired', vehicle_id=car.id)

    def _prepare_ask_about_lapsed(self):
        order = self._prepare_lapsed_order()
        deposits = self.env['aftersales.deposit'].create([{'order_id': order.id} for __ in range(self.count)])
        return '_ask_about_lapsed', self._write_raw(
            deposits, state='held', lapse_date=Date.subtract(Date.today(), days=3))

    def _prepare_ask_about_cores(self):
        product = self.env['product.product'].create({'name': "Rebuilt starter", 'is_storable': True})
        sale = self.env['aftersales.counter.sale'].create({
            'workshop_id': self.workshop.id, 'partner_id': self.customer.id, 'user_id': self.user_advisor.id,
            'line_ids': [Command.create({'product_id': product.id}) for __ in range(self.count)]})
        cores = self.env['aftersales.core.deposit'].create([{'line_id': line.id} for line in sale.line_ids])
        return '_ask_about_overdue', self._write_raw(
            cores, state='held', due_date=Date.subtract(Date.today(), days=3))

    def _prepare_lapsed_order(self):
        return self.env['aftersales.order'].create({
            'workshop_id': self.workshop.id, 'vehicle_id': self.vehicle.id, 'partner_id': self.customer.id,
            'user_id': self.user_advisor.id})

    def _prepare_collect_agreements(self):
        agreements = self.env['aftersales.agreement'].create([{
            'partner_id': partner.id, 'company_id': self.company.id} for partner in self.env['res.partner'].create([
                {'name': f"Fleet {number:03}"} for number in range(self.count)])])
        return '_collect', self._write_raw(
            agreements, state='active', next_collection=Date.subtract(Date.today(), days=1))
