from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.aftersales.tests.dealership.race import RaceCommon


@tagged('post_install', '-at_install')
class TestAgreementRace(RaceCommon):
    """G4: two at one collective invoice: whoever is second waits for the first, and then finds nothing more to collect."""

    @classmethod
    def _create_more(cls, env, order):
        agreement = env['aftersales.agreement'].create({
            'company_id': order.company_id.id, 'partner_id': order.job_ids.payer_id.id, 'date_from': '2026-01-01'})
        cls.agreement = agreement.id
        env.flush_all()
        env.cr.execute(SQL("UPDATE aftersales_agreement SET state = 'active' WHERE id = %s", agreement.id))
        env.cr.execute(SQL(
            "UPDATE aftersales_order SET agreement_id = %s, collect_state = 'released', invoice_status = 'to_invoice' "
            "WHERE id = %s", agreement.id, order.id))
        env.invalidate_all()

    @classmethod
    def _remove(cls, env):
        env.cr.execute(SQL("UPDATE aftersales_order SET agreement_id = NULL, collect_state = NULL WHERE agreement_id = %s",
                           cls.agreement))
        env.cr.execute(SQL("UPDATE aftersales_agreement SET state = 'draft' WHERE id = %s", cls.agreement))
        env.invalidate_all()
        env['aftersales.agreement'].browse(cls.agreement).message_ids.unlink()
        env.cr.execute(SQL("DELETE FROM aftersales_agreement WHERE id = %s", cls.agreement))
        env.invalidate_all()
        super()._remove(env)

    @mute_logger('odoo.sql_db')
    def test_every_pair(self):
        """G4, faults M16: work is on one collective invoice, also when two collect, or one holds it back meanwhile."""
        def collect(order):
            self.assertTrue(order.agreement_id._collect(), "there is something to collect")

        for label, pair in {
            'collected twice': (collect, collect),
            'collected, held back': (collect, lambda order: order.action_hold_back()),
            'collected, invoiced alone': (collect, lambda order: order._create_invoices()),
        }.items():
            for first, second in (pair, pair[::-1]) if 'alone' not in label else (pair,):
                with self.subTest(label):
                    self.assertOneWaits(first, second)
