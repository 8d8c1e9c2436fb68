from odoo import models


class ReportStatute(models.AbstractModel):
    """Where a car stands with the law, for its owner: counters, what is left, and the very repairs (I6)."""

    _name = 'report.aftersales.report_statute'
    _inherit = ['aftersales.print.mixin']
    _description = "Rights under the Law"

    _print_model = 'fleet.vehicle'

    def _get_print_lang(self, doc):
        return doc.owner_id.lang or super()._get_print_lang(doc)

    def _prepare_pages(self, docs):
        standings = docs._get_statute_standing()
        counted = docs._get_counted(standings)
        pages = super()._prepare_pages(docs)
        for doc, page in zip(docs, pages, strict=True):
            page['rows'] = page['doc']._prepare_standing_rows([
                (rule.with_env(page['doc'].env), standing) for rule, standing in standings[doc]], counted)
        return pages

    def _prepare_content(self, doc):
        company = doc.company_id or self.env.company
        return {
            'company': company, 'address': company.partner_id,
        }
