from odoo.fields import Command

from .billing import BillingCommon


class ContractCommon(BillingCommon):
    """A type of three services for 100 in a company with its own books."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Account = cls.env['account.account'].with_company(cls.company)
        cls.deferred = Account.create({'name': "Deferred", 'code': 'CTD1', 'account_type': 'liability_current'})
        cls.income = Account.create({'name': "Redeemed", 'code': 'CTI1', 'account_type': 'income'})
        cls.work = cls.env['aftersales.operation'].create({
            'name': "Service A", 'code': 'CT-A', 'product_id': cls.labour.id})
        prepaid = cls.env['product.product'].create({'name': "Prepaid", 'type': 'service', 'taxes_id': False})
        cls.kind = cls.env['aftersales.contract.type'].with_user(cls.user_manager).create({
            'name': "Three services", 'price': 100, 'months': 12, 'company_id': cls.company.id,
            'product_id': prepaid.id, 'deferred_account_id': cls.deferred.id, 'income_account_id': cls.income.id,
            'journal_id': cls.env['account.journal'].search(
                [('company_id', '=', cls.company.id), ('type', '=', 'general')], limit=1).id,
            'line_ids': [Command.create({'operation_id': cls.work.id, 'quantity': 3})]})

    def _sell(self, runs=True):
        contract = self.env['aftersales.contract'].with_user(self.user_advisor).create({
            'type_id': self.kind.id, 'vehicle_id': self.vehicle.id, 'partner_id': self.customer.id})
        if runs:
            contract.action_invoice()
            invoice = contract.sudo().invoice_id
            invoice.with_user(self.user_accountant).action_post()
            self._pay(invoice)
            contract.invalidate_recordset()
        return contract

    def _redeem(self):
        order = self._create_order(self._job(operation_id=self.work.id), done=False)
        order.job_ids.with_user(self.user_advisor).action_redeem_contract()
        return order

    def _get_balance(self):
        return -sum(self.env['account.move.line'].search([
            ('account_id', '=', self.deferred.id), ('parent_state', '=', 'posted')]).mapped('balance'))
