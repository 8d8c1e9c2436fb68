from odoo import models


class ReportStatuteCase(models.AbstractModel):
    """The letter to the owner: acceptance, refusal with reasons, or certificate of exchange or return (Order 43, art. 28)."""

    _name = 'report.aftersales.report_statute_case'
    _inherit = ['aftersales.print.mixin']
    _description = "Letter of a Case"

    _print_model = 'aftersales.statute.case'

    def _get_print_lang(self, doc):
        return doc.partner_id.lang or super()._get_print_lang(doc)

    def _prepare_content(self, doc):
        evidence = doc.evidence_ids.sorted('id')[-1:]
        decided = doc.evidence_ids.filtered(lambda sealed: sealed.kind in ('decision', 'completed')).sorted('id')[-1:]
        content = (decided or evidence)._get_content()
        return {'company': doc.company_id, 'address': doc.company_id.partner_id, 'content': content}


class ReportStatuteEvidence(models.AbstractModel):
    """What was sealed, such as the disclosure to the buyer of a car that was given back (Order 43, art. 33)."""

    _name = 'report.aftersales.report_statute_evidence'
    _inherit = ['aftersales.print.mixin']
    _description = "Evidence of a Case"

    _print_model = 'aftersales.statute.evidence'

    def _get_print_lang(self, doc):
        return doc.partner_id.lang or super()._get_print_lang(doc)

    def _prepare_content(self, doc):
        return {
            'company': doc.company_id, 'address': doc.company_id.partner_id, 'content': doc._get_content(),
            'is_intact': doc._is_intact(),
        }
