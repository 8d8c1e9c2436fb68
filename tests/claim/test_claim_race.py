from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.aftersales.tests.dealership.race import RaceCommon


@tagged('post_install', '-at_install')
class TestClaimRace(RaceCommon):
    """I3, M16: two people at one claim."""

    @classmethod
    def _create_more(cls, env, order):
        terms = env['aftersales.claim.terms'].create({
            'name': "Race", 'partner_id': order.job_ids.payer_id.id, 'company_id': order.company_id.id, 'labour_rate': 100.0,
            'currency_id': order.currency_id.id})
        claim = env['aftersales.claim'].create({
            'order_id': order.id, 'terms_id': terms.id, 'partner_id': terms.partner_id.id, 'line_ids': [Command.create({
                'name': line.name, 'job_id': line.job_id.id, 'source_line_id': line.id, 'quantity': 1.0, 'price_unit': 100.0,
            }) for line in order.line_ids]})
        order.job_ids.claim_id = claim
        env.flush_all()
        env.cr.execute(SQL("UPDATE aftersales_claim SET state = 'submitted' WHERE id = %s", claim.id))
        cls.claim_id, cls.terms_id = claim.id, terms.id

    @classmethod
    def _remove(cls, env):
        env.cr.execute(SQL("UPDATE aftersales_job SET claim_id = NULL WHERE claim_id = %s", cls.claim_id))
        for table, name in (('aftersales_claim_line', 'claim_id'), ('aftersales_claim', 'id')):
            env.cr.execute(SQL(
                "DELETE FROM %s WHERE %s = %s", SQL.identifier(table), SQL.identifier(name), cls.claim_id))
        env.cr.execute(SQL("DELETE FROM aftersales_claim_terms WHERE id = %s", cls.terms_id))
        env.invalidate_all()
        super()._remove(env)

    @staticmethod
    def _decide(order):
        claim = order.job_ids.claim_id
        claim._decide({line: {'outcome': 'accepted', 'decided_amount': line.amount} for line in claim.line_ids})

    @staticmethod
    def _invoice(order):
        order._create_invoices()

    @mute_logger('odoo.sql_db')
    def test_two_decide_at_once(self):
        """I3: one of them decides, the other one waits and is told: one receivable."""
        self.assertOneWaits(self._decide, self._decide)
