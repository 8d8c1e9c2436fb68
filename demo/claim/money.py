import base64

from odoo import api, models


class AftersalesDemo(models.AbstractModel):
    """Makers' credit lists, and what they left: by those who book, and those who give up."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_claim_money(self):
        """The oldest claim that was sent is accepted and half paid by a list; what was cut before waits for a manager."""
        company = self._ref('company_shanghai')
        claims = self.env['aftersales.claim'].search([('company_id', '=', company.id)], order='submitted_date, id')
        for claim in claims.filtered(lambda claim: claim.state == 'decided')[:1]:
            own = self._as(claim, 'claims', company)
            line = own.line_ids.filtered(lambda line: line.rest_amount > 0)[:1]
            own._propose_homes({line: 'goodwill'}, "A customer of many years.")
        for claim in claims.filtered(lambda claim: claim.state == 'submitted')[:1]:
            own = self._as(claim, 'claims', company)
            own._decide({line: {'outcome': 'accepted', 'decided_amount': line.amount} for line in own.line_ids})
            self._as(claim.move_ids, 'accountant', company).action_post()
            self._book_credit_list(company, claim)

    def _book_credit_list(self, company, claim):
        """In the maker's encoding: one claim in part, and a number that nobody knows."""
        rows = ["索赔单号;结算金额;原因", f'{claim.name};{claim.amount_decided / 2:.2f};', "CLM/2019/00001;88.00;"]
        credit = self._as(self.env['aftersales.claim.credit'], 'accountant', company).create({
            'name': "GS-2026-11", 'terms_id': claim.terms_id.id, 'filename': "GS-2026-11.csv",
            'file': base64.b64encode('\n'.join(rows).encode('gb18030'))})
        credit.action_read()
        credit.action_book()
