from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.aftersales.tests.dealership.contract import ContractCommon


@tagged('post_install', '-at_install')
class TestContractPortal(ContractCommon, HttpCase):
    """Contracts §3, O1: a customer sees his contracts and what is left of each; nobody else's."""

    def _log_in(self, partner, login):
        new_test_user(
            self.env, login=login, groups='base.group_portal', partner_id=partner.id, name=partner.name,
            company_id=self.company.id, company_ids=[Command.set(self.company.ids)])
        self.authenticate(login, login)

    def test_own_contracts(self):
        """O1: list, page and service card of his own; a draft and those of others are not his."""
        stranger = self.customer.copy({'name': "Stranger"})
        contract, draft = self._sell(), self._sell(runs=False)
        self._redeem().job_ids._use_contract()
        self._log_in(self.customer, 'portal_contract')
        listed = self.url_open('/my/service-contracts').text
        self.assertIn(contract.name, listed)
        self.assertNotIn(draft.name, listed)
        page = self.url_open(f'/my/service-contracts/{contract.id}').text
        for text in ("Three services", "Service A", "What was done"):
            self.assertIn(text, page)
        self.assertNotIn("66.67", page)
        self.assertEqual(self.url_open(f'/my/service-contracts/{draft.id}', allow_redirects=False).status_code, 303)
        self._log_in(stranger, 'portal_stranger')
        self.assertNotIn(contract.name, self.url_open('/my/service-contracts').text)
        self.assertEqual(self.url_open(f'/my/service-contracts/{contract.id}', allow_redirects=False).status_code, 303)

    @freeze_time('2026-03-03 02:00:00')
    def test_words_for_every_state(self):
        """O1: each state in the customer's words."""
        contract = self._sell(runs=False)
        for state in ('invoiced', 'active', 'suspended', 'used_up', 'expired', 'refunded'):
            contract.sudo()._write({'state': state})
            contract.invalidate_recordset()
            self.assertTrue(all(contract._get_portal_status()), state)
