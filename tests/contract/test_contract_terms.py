import runpy

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools.misc import file_path

from odoo.addons.aftersales.tests.dealership.contract import ContractCommon

LATER = {'start': 'use', 'months': 36, 'distance': 5000, 'refund': 'none'}


@tagged('post_install', '-at_install')
@freeze_time('2026-03-03 02:00:00')
class TestContractTerms(ContractCommon):
    """G3, contracts §2: what is sold stays as it was sold, whatever a manager makes of its type afterwards."""

    def test_kept_as_sold(self):
        """G3: invoiced for a year, it begins with the payment, runs a year for any kilometres, and is paid back."""
        contract = self._sell(runs=False)
        self.kind.write({'months': 24})
        self.assertFalse(contract.term_months)
        self.kind.write({'months': 12})
        contract.action_invoice()
        self.kind.write(LATER)
        self.assertEqual((contract.start, contract.refund_way), ('paid', 'contract'))
        page = self.env['ir.actions.report'].with_user(self.user_advisor)._render_qweb_html(
            'aftersales.report_contract', contract.ids)[0].decode()
        self.assertIn("Months from the payment", page)
        self.assertNotIn("Kilometres", page)
        invoice = contract.sudo().invoice_id
        invoice.with_user(self.user_accountant).action_post()
        self._pay(invoice)
        contract.invalidate_recordset()
        self.assertEqual((str(contract.end_date), contract.end_distance), ('2027-03-02', 0))
        contract.with_user(self.user_manager).action_open_refund()
        draft = self._sell(runs=False)
        self.assertEqual((draft.start, draft.refund_way), ('use', 'none'))

    def test_waits_for_its_first_use(self):
        """G3: sold to begin with its first use, it pays for that although the type now begins when it is paid."""
        self.kind.start = 'use'
        contract = self._sell()
        self.kind.write({'start': 'paid', 'months': 36})
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref('aftersales.cron_begin_contracts').method_direct_trigger()
        self.env.invalidate_all()
        self.assertFalse(contract.start_date)
        self._redeem().job_ids._use_contract()
        contract.invalidate_recordset()
        self.assertEqual((str(contract.start_date), str(contract.end_date)), ('2026-03-03', '2027-03-02'))

    def test_systems_own(self):
        """G3: nobody edits what was sold, nor brings it along."""
        contract = self._sell()
        for user in (self.user_advisor, self.user_manager):
            with self.assertRaises(AccessError):
                contract.with_user(user).term_months = 24

    def test_sold_before(self):
        """G3: contracts sold before terms were kept have those of their type; drafts have none."""
        contract, draft = self._sell(), self._sell(runs=False)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE aftersales_contract SET term_start = NULL, term_months = NULL, term_distance = NULL, term_refund = NULL")
        script = file_path('aftersales/migrations/19.0.8.0.0/post-74_contract_terms.py')
        runpy.run_path(script)['migrate'](self.env.cr, '19.0.7.0.0')
        self.env.invalidate_all()
        self.assertEqual((contract.term_start, contract.term_months, contract.term_refund), ('paid', 12, 'contract'))
        self.assertFalse(draft.term_months or draft.term_start)
