from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.aftersales.tests.dealership.contract import ContractCommon


@tagged('post_install', '-at_install')
class TestContractAnswer(ContractCommon, HttpCase):
    """G3, contracts §4: the letter's answer slip, and the same question on the customer's page; each answer is a task."""

    def _end_soon(self):
        contract = self._sell()
        contract.sudo().end_date = contract.company_id._get_today()
        return contract

    def _answer(self, contract, user=None, **values):
        return self.env['aftersales.contract.answer'].with_user(user or self.user_advisor).create({
            'contract_id': contract.id, **values})

    def test_slip(self):
        contract = self._end_soon()
        self.assertEqual(contract.with_user(self.user_advisor).action_enter_slip()['target'], 'new')
        answer = self._answer(contract, answer='call', note="After six")
        self.assertEqual((answer.way, answer.user_id, contract.renewal_result), ('slip', self.user_advisor, 'offer'))
        task = contract.activity_ids.filtered(lambda task: "After six" in (task.summary or ''))
        self.assertEqual(task.user_id, contract.user_id)
        self._answer(contract, answer='refuse', note="Sold the car")
        self.assertEqual((contract.renewal_result, contract.renewal_reason), ('refused', "Sold the car"))
        with self.assertRaisesRegex(UserError, "has its answer already"):
            self._answer(contract, answer='renew')
        with self.assertRaises(UserError):
            answer.note = "Never"
        for values in ({'way': 'page'}, {'user_id': self.user_manager.id}):
            with self.assertRaises(AccessError):
                self._answer(self._end_soon(), answer='renew', **values)
        with self.assertRaises(AccessError):
            self._answer(contract, self.user_technician, answer='renew')

    def test_page(self):
        """O1: asked once, of his own contract alone."""
        contract = self._end_soon()
        new_test_user(
            self.env, login='answers', groups='base.group_portal', partner_id=self.customer.id, name=self.customer.name,
            company_id=self.company.id, company_ids=[Command.set(self.company.ids)])
        self.authenticate('answers', 'answers')
        url = f'/my/service-contracts/{contract.id}'
        page = self.url_open(url).text
        self.assertIn("How shall it go on?", page)
        token = page.split('name="csrf_token" value="')[1].split('"')[0]
        kind = contract._get_renewal_offers()[0][0]
        self.url_open(f'{url}/answer', data={'csrf_token': token, 'answer': 'nothing'})
        self.assertFalse(contract.answer_ids)
        self.url_open(f'{url}/answer', data={'csrf_token': token, 'answer': 'renew', 'offer': str(kind.id), 'note': "Now"})
        contract.invalidate_recordset()
        self.assertEqual(contract.answer_ids.mapped(lambda answer: (answer.way, answer.answer, answer.type_id, answer.note)),
                         [('page', 'renew', kind, "Now")])
        self.url_open(f'{url}/answer', data={'csrf_token': token, 'answer': 'refuse'})
        contract.invalidate_recordset()
        self.assertEqual((len(contract.answer_ids), contract.renewal_result), (1, 'offer'))
        self.assertIn("Your answer of", self.url_open(url).text)
