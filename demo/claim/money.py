import base64

from odoo import api, models

# Car of a claim that was sent, what the maker accepts of its lines, how far it goes.
DECISIONS = (
    ('09', 0.6, 'rest'), ('44', 1.0, 'part'), ('46', 1.0, 'paid'), ('42', 0.0, 'appeal'),
)


class AftersalesDemo(models.AbstractModel):
    """Makers' decisions, their money, and what they left: by those who decide, book and give up."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_claim_money(self):
        company = self._ref('company_shanghai')
        claims = {}
        for car, share, step in DECISIONS:
            claim = self._as(self.env['aftersales.claim'].search([
                ('vehicle_id', '=', self._ref(f'vehicle_{car}').id), ('state', 'in', ('submitted', 'answered')),
            ], limit=1), 'claims', company)
            if claim:
                self._decide_claim(claim, share)
                claims[step] = claim
        self._finish_decisions(company, claims)

    def _decide_claim(self, claim, share):
        reason = self._ref('claim_reason_elh' if share else 'claim_reason_iis')
        claim._decide({line: {
            'outcome': 'accepted' if share == 1 else 'reduced' if share else 'rejected',
            'decided_amount': claim.currency_id.round(line.amount * share),
            'reason_id': False if share == 1 else reason.id,
        } for line in claim.line_ids})

    def _finish_decisions(self, company, claims):
        paid = [claims[step] for step in ('part', 'paid') if step in claims]
        for claim in paid:
            self._as(claim.move_ids, 'accountant', company).action_post()
        if 'appeal' in claims:
            claim = claims['appeal']
            claim._appeal(claim.line_ids[:1], "The photo of the label shows the production week of the campaign.")
        if 'rest' in claims:
            claim = claims['rest']
            line = claim.line_ids.filtered(lambda line: line.rest_amount > 0)[:1]
            claim._propose_homes({line: 'goodwill'}, "A customer of many years.")
        if paid:
            self._book_credit_list(company, paid)

    def _book_credit_list(self, company, claims):
        """The maker's list: one claim in full, one in part, and a number that nobody knows."""
        rows = ["索赔单号;结算金额;原因"]
        for claim, share in zip(claims, (0.5, 1.0)):
            rows.append(f'{claim.name};{claim.amount_decided * share:.2f};')
        rows.append("CLM/2019/00001;88.00;")
        credit = self._as(self.env['aftersales.claim.credit'], 'accountant', company).create({
            'name': "GS-2026-11", 'terms_id': claims[0].terms_id.id, 'filename': "GS-2026-11.csv",
            'file': base64.b64encode('\n'.join(rows).encode('gb18030'))})
        credit.action_read()
        credit.action_book()
