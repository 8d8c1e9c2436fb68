from odoo import fields
from odoo.fields import Command

from .billing import BillingCommon

TUESDAY = fields.Datetime.to_datetime('2026-03-03 02:00:00')


class AccidentCommon(BillingCommon):
    """An order whose work an insurer pays, but for a deductible, and its accident."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.insurer = cls.env['res.partner'].create({'name': "PICC", 'is_company': True})
        cls.insured = {
            'pay_type_id': cls.pay_insurance.id, 'payer_id': cls.insurer.id, 'co_payer_id': cls.customer.id}

    def setUp(self):
        super().setUp()
        self.order = self._create_order(self._job(self._line(1000.01), self._line(500), deductible=200, **self.insured))
        self.accident = self._note(self.order)

    def _note(self, order, **values):
        return self.env['aftersales.accident'].with_user(self.user_advisor).create({
            'order_id': order.id, 'insurer_id': self.insurer.id, 'claim_number': "C-1", 'authority_date': '2026-03-02',
            **values})

    def _assess(self, *amounts, accident=None):
        return self.env['aftersales.assessment'].with_user(self.user_claims).create({
            'accident_id': (accident or self.accident).id, 'approver': "Li Qiang", 'line_ids': [
                Command.create({'name': "Door", 'amount_asked': amount + 50, 'amount': amount}) for amount in amounts]})

    def _approve(self, *amounts, **values):
        assessment = self._assess(*amounts, **values)
        assessment.action_ask()
        assessment.action_approve()
        return assessment

    def _bill(self, order=None):
        return self._invoice(order or self.order).filtered(lambda move: move.partner_id == self.insurer)

    def _post(self, invoice):
        with self.env.cr.savepoint():  # as a request does: what is refused is undone
            invoice.with_user(self.user_accountant).action_post()
        self.env.invalidate_all()
