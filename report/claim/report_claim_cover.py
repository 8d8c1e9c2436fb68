from odoo import models


class ReportClaimCover(models.AbstractModel):
    """The list that goes on top of several claims: one page a maker and outlet, signed by who sends them (I3)."""
    _name = 'report.aftersales.report_claim_cover'
    _inherit = ['aftersales.print.mixin']
    _description = "Cover List of Claims"

    _print_model = 'aftersales.claim'

    def _get_print_lang(self, doc):
        return doc[:1].partner_id.lang or super()._get_print_lang(doc)

    def _get_print_workshop(self, doc):
        return doc.workshop_id[:1]

    def _prepare_pages(self, docs):
        groups = docs.grouped(lambda claim: (claim.workshop_id, claim.partner_id, claim.currency_id))
        return [self._prepare_page(claims) for claims in groups.values()]

    def _prepare_content(self, doc):
        claims = doc.sorted('name')
        return {
            'address': claims.workshop_id._get_print_address(),
            'claims': claims, 'partner': claims.partner_id, 'workshop': claims.workshop_id, 'company': claims.company_id,
            'currency': claims.currency_id, 'total': sum(claims.mapped('amount_claimed')),
        }
