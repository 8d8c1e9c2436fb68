from odoo.fields import Command

from .billing import BillingCommon
from .parts import PartsCommon


class DepositCommon(PartsCommon, BillingCommon):
    """A part of 100 that is not here, in a company whose books know deposits."""
    with_books = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.warehouse = cls.workshop.warehouse_id
        cls.technician = cls.env['hr.employee'].create({'name': 'Turbo Technician', 'company_id': cls.company.id})
        Account = cls.env['account.account'].with_company(cls.company)
        cls.deposits = Account.create({'name': "Deposits", 'code': 'DPA1', 'account_type': 'liability_current'})
        cls.kept = Account.create({'name': "Kept", 'code': 'DPI1', 'account_type': 'income_other'})
        cls.company.write({
            'aftersales_deposit_account_id': cls.deposits.id, 'aftersales_deposit_income_account_id': cls.kept.id})
        cls.tax_old = cls._create_tax(13)
        vat = Account.create({'name': "VAT", 'code': 'DPV1', 'account_type': 'liability_current'})
        (cls.tax_old.invoice_repartition_line_ids | cls.tax_old.refund_repartition_line_ids).filtered(
            lambda line: line.repartition_type == 'tax').account_id = vat
        cls.turbo = cls.env['product.product'].create({
            'name': "Turbo", 'type': 'consu', 'is_storable': True, 'list_price': 100,
            'taxes_id': [Command.set(cls.tax_old.ids)]})

    def _ask(self, quantity=1):
        order = self._create_approved((self.turbo, quantity))
        order.action_ask_deposit()
        return order.deposit_ids

    def _take(self, quantity=1):
        """A deposit that is invoiced, posted and paid."""
        deposit = self._ask(quantity)
        deposit.action_invoice()
        invoice = deposit.sudo().invoice_id
        invoice.with_user(self.user_accountant).action_post()
        self._pay(invoice)
        return deposit

    def _do_work(self, deposit):
        """The parts come, are fitted, and the work is invoiced."""
        order = deposit.order_id
        self._put_in_stock(self.turbo, 5)
        order.sudo().picking_ids.action_assign()
        self._issue(order)
        order.sudo().job_ids._transition('done')
        return self._invoice(order.sudo(False))

    def _get_booked(self, account):
        return -sum(self.env['account.move.line'].search([
            ('account_id', '=', account.id), ('parent_state', '=', 'posted')]).mapped('balance'))
