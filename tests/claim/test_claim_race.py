import base64

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.aftersales.tests.dealership.race import RaceCommon

# What hangs on a claim, the last ones first, with the column by which it does; nothing of it may be unlinked by people.
HANGING = (
    ('aftersales_claim_statement_line', 'claim_id'), ('aftersales_claim_rest', 'claim_id'),
    ('aftersales_claim_credit_line', 'claim_id'), ('aftersales_claim_entry', 'claim_id'),
    ('aftersales_claim_line', 'claim_id'), ('aftersales_claim', 'id'),
)


@tagged('post_install', '-at_install')
class TestClaimRace(RaceCommon):
    """I3, I4, M16: two people at one claim, one job, one list, one statement."""

    # === THE SCENE ===#

    @classmethod
    def _prepare_jobs(cls, env, cast):
        job = super()._prepare_jobs(env, cast)[0]
        return [{**job, 'name': name} for name in ('Sent', 'Decided', 'Free')]

    @classmethod
    def _create_more(cls, env, order):
        maker, company = order.job_ids.payer_id, order.company_id
        supplier = env['res.partner'].create({'name': "Race Brakes", 'is_company': True})
        terms, others = env['aftersales.claim.terms'].create([{
            'name': name, 'partner_id': maker.id, 'company_id': company.id, 'labour_rate': 100.0, 'settlement': 'invoice',
            'currency_id': order.currency_id.id} for name in ("Race", "Race of Vans")])
        cls.other_terms_id = others.id
        sent, decided, __ = order.job_ids.sorted('id')
        claims = env['aftersales.claim'].concat(*(
            cls._create_claim(env, of, job, supplier, count) for of, job, count in ((others, sent, 1), (terms, decided, 3))))
        cls._decide_in_part(env, claims[1])
        agreement = env['aftersales.supplier.agreement'].create({
            'partner_id': supplier.id, 'company_id': company.id, 'date_from': '2020-01-01', 'share_labour': 50.0})
        statement = env['aftersales.claim.statement'].create({
            'agreement_id': agreement.id, 'currency_id': order.currency_id.id, 'period': '2020-01-01', 'line_ids': [
                Command.create({'claim_line_id': claims[1].line_ids[0].id})]})
        credit = env['aftersales.claim.credit'].create({
            'name': "Race", 'terms_id': terms.id, 'line_ids': [Command.create({'claim_id': claims[1].id, 'amount': 1.0})]})
        env.flush_all()
        env.cr.execute("UPDATE aftersales_claim SET state = 'submitted', submitted_date = now() WHERE id = %s", [claims[0].id])
        env.cr.execute("UPDATE aftersales_claim SET state = 'decided', decided_date = now() WHERE id = %s", [claims[1].id])
        env.cr.execute("UPDATE aftersales_claim_credit SET state = 'read' WHERE id = %s", [credit.id])
        cls.claim_ids = tuple(claims.ids)
        cls.scene = [terms, supplier, agreement, statement, credit]
        cls.keys = {record._name: record.id for record in cls.scene}

    @classmethod
    def _create_claim(cls, env, terms, job, supplier, count):
        claim = env['aftersales.claim'].create({
            'order_id': job.order_id.id, 'terms_id': terms.id, 'partner_id': terms.partner_id.id,
            'repair_end': fields.Datetime.now(), 'line_ids': [Command.create({
                'name': f"Line {number}", 'job_id': job.id, 'source_line_id': job.line_ids.id if not number else False,
                'quantity': 1.0, 'price_unit': 100.0, 'supplier_id': supplier.id}) for number in range(count)]})
        job.claim_id = claim
        return claim

    @classmethod
    def _decide_in_part(cls, env, claim):
        """One line that we bear and a supplier is asked for, one that he may be, one that nobody bears yet."""
        move = env['aftersales.claim.entry']._move_amount
        for line, home in zip(claim.line_ids, ('internal', 'internal', 'disputed'), strict=True):
            line.write({'outcome': 'rejected', 'decided_amount': 0.0})
            move(claim, 'work', home, 100.0, "Race", line_id=line.id)

    @classmethod
    def _remove(cls, env):
        env.cr.execute(SQL("UPDATE aftersales_job SET claim_id = NULL WHERE claim_id IN %s", cls.claim_ids))
        for table, column in HANGING:
            env.cr.execute(SQL(
                "DELETE FROM %s WHERE %s IN %s", SQL.identifier(table), SQL.identifier(column), cls.claim_ids))
        env.cr.execute(SQL("DELETE FROM aftersales_claim_terms WHERE id = %s", cls.other_terms_id))
        for model in ('aftersales.claim.statement', 'aftersales.supplier.agreement', 'aftersales.claim.credit',
                      'aftersales.claim.terms', 'res.partner'):
            env.cr.execute(SQL("DELETE FROM %s WHERE id = %s", SQL.identifier(env[model]._table), cls.keys[model]))
        env.invalidate_all()
        super()._remove(env)

    # === WHAT TWO PEOPLE DO ===#

    def _at(self, model, act):
        return lambda order: act(order.env[model].browse(self.keys[model]))

    def _at_claim(self, number, act):
        return lambda order: act(order.env['aftersales.claim'].browse(self.claim_ids[number]))

    @staticmethod
    def _decide(claim):
        claim._decide({line: {'outcome': 'accepted', 'decided_amount': line.amount} for line in claim.line_ids})

    @staticmethod
    def _withdraw(claim):
        claim.withdrawn_reason = "No longer"
        claim.write({'state': 'withdrawn'})

    @staticmethod
    def _bear(claim):
        claim._propose_homes({claim.line_ids[2]: 'internal'}, "Ours")

    @staticmethod
    def _read_list(terms):
        credit = terms.env['aftersales.claim.credit'].create({
            'name': "New", 'terms_id': terms.id, 'filename': "a.csv",
            'file': base64.b64encode("索赔单号,金额\nCLM/1,5.00\n".encode())})
        credit.action_read()

    def _get_pairs(self):
        at, at_claim = self._at, self._at_claim
        decide, withdraw = at_claim(0, self._decide), at_claim(0, self._withdraw)
        bear = at_claim(1, self._bear)
        follow = at_claim(1, lambda claim: claim._follow_money("Race"))
        read = at('aftersales.claim.terms', self._read_list)
        send = at('aftersales.claim.statement', lambda statement: statement.action_send())
        collect = at('aftersales.supplier.agreement', lambda agreement: agreement._collect())
        claim_free = lambda order: order.job_ids.sorted('id')[2]._make_claims()  # noqa: E731 - as the others
        month = lambda order: order.env['aftersales.station.settlement']._make(  # noqa: E731 - as above
            order.workshop_id, fields.Date.to_date('2021-03-01'))
        return {
            'job claimed twice': (claim_free, claim_free),
            'decided twice': (decide, decide),
            'decided, withdrawn': (decide, withdraw),
            'decided, questioned': (decide, at_claim(0, lambda claim: claim._question("Which?", '2030-01-01'))),
            'appealed, borne': (bear, at_claim(1, lambda claim: claim._appeal(claim.line_ids[2], "Again"))),
            'borne twice': (bear, bear),
            # Documents of none, so that neither the order nor a claim is what they wait for.
            'one draft begun twice': tuple(at_claim(number, lambda claim: claim._make_documents(
                [], claim.env['account.move'])) for number in (0, 1)),
            'list read twice': (read, read),
            'list cancelled, booked': (
                at('aftersales.claim.credit', lambda credit: credit.action_cancel()),
                at('aftersales.claim.credit', lambda credit: credit.action_book())),
            'collected twice': (collect, collect),
            'statement sent twice': (send, send),
            'statement sent, money came': (send, follow),
            'statement sent, borne': (send, bear),
            'month made twice': (month, month),
        }

    @mute_logger('odoo.sql_db')
    def test_every_pair(self):
        """I3, I4, M16: whoever is second of two is told, or sees what the first one did."""
        for label, pair in self._get_pairs().items():
            for turn, (first, second) in enumerate((pair, pair[::-1])):
                if label == 'list cancelled, booked' and turn:
                    continue  # what the scene's list says is owed to nobody: it only waits
                with self.subTest(label, turn=turn):
                    self.assertOneWaits(first, second)
