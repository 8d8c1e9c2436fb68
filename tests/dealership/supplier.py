from odoo import fields
from odoo.fields import Command

from odoo.addons.aftersales.tests.dealership.claim import ClaimCommon


class SupplierCommon(ClaimCommon):
    """Claims that the maker has decided on, and a supplier with an agreement."""
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not cls.company.chart_template:
            cls.env['account.chart.template'].try_loading('generic_coa', company=cls.company, install_demo=False)
        cls._sell(cls.vehicle, '2024-05-10')
        cls.supplier, cls.other_supplier = cls.env['res.partner'].create([
            {'name': "Brakes Ltd", 'is_company': True, 'supplier_rank': 1}, {'name': "Pumps Ltd", 'is_company': True}])
        cls.agreement = cls._agree()

    @classmethod
    def _agree(cls, supplier=None, **values):
        return cls.env['aftersales.supplier.agreement'].with_user(cls.user_claims).create({
            'partner_id': (supplier or cls.supplier).id, 'date_from': '2025-01-01', 'share_part': 80.0, 'share_labour': 50.0,
            **values})

    @classmethod
    def _create_claim(cls, part=100.0, labour=60.0, supplier=None):
        order = cls._create_visit((cls.disc, 1))
        # sudo: what the claims clerk's screens make of it is proved by their own tests
        claim = cls.env['aftersales.claim'].sudo().create({
            'order_id': order.id, 'terms_id': cls.terms.id, 'partner_id': cls.maker.id, 'repair_end': fields.Datetime.now(),
            'user_id': cls.user_claims.id,
            'line_ids': [
                Command.create({
                    'name': "Brake disc", 'kind': 'part', 'product_id': cls.disc.id, 'price_unit': part,
                    'job_id': order.job_ids.id}),
                Command.create({'name': "Fit it", 'kind': 'labour', 'price_unit': labour, 'job_id': order.job_ids.id})]})
        claim.line_ids[0].supplier_id = supplier or cls.supplier
        claim.causal_line_id = claim.line_ids[0]
        return claim

    @classmethod
    def _decide(cls, claim, part=0.0, labour=0.0, home='internal', state='decided', line_wise=True):
        """The maker's decision and what follows in the ledger, as it stands afterwards."""
        move = cls.env['aftersales.claim.entry']._move_amount
        for line, amount in zip(claim.line_ids, (part, labour), strict=True):
            named = {'line_id': line.id} if line_wise else {}
            line.write({'outcome': 'accepted' if amount else 'rejected', 'decided_amount': amount})
            move(claim, 'work', 'asked', line.amount, "Submitted", **named)
            move(claim, 'asked', 'due', amount, "Decided", **named)
            move(claim, 'asked', 'disputed', line.amount - amount, "Decided", **named)
            move(claim, 'disputed', home, line.amount - amount, "Home", **named)
            if state != 'decided':
                move(claim, 'due', 'maker', amount, "Credited", **named)
        cls._set_state(claim, state)
        return claim

    @classmethod
    def _set_state(cls, claim, state):
        """Past the guards: how a claim gets there is proved elsewhere."""
        cls.env.flush_all()
        cls.env.cr.execute(
            "UPDATE aftersales_claim SET state = %s, decided_date = COALESCE(decided_date, %s) WHERE id IN %s",
            (state, fields.Datetime.now(), tuple(claim.ids)))
        cls.env.invalidate_all()

    @classmethod
    def _collect(cls, agreement=None):
        (agreement or cls.agreement).with_user(cls.user_claims).action_collect()
        return cls.env['aftersales.claim.statement'].with_user(cls.user_claims).search(
            [('agreement_id', '=', (agreement or cls.agreement).id)])

    @classmethod
    def _get_balance(cls, claims):
        return {claim: {account: amount for account, amount in balance.items() if amount}
                for claim, balance in cls.env['aftersales.claim.entry']._get_balances(claims).items()}

    @classmethod
    def _answer(cls, statement, verdict='accept', **values):
        statement.line_ids.write({'verdict': verdict, **values})
        statement.action_answer()
