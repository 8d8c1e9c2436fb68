from odoo import models


class ReportCoverageCard(models.AbstractModel):
    """What a car is promised, on one page for its owner (I1)."""
    _name = 'report.aftersales.report_coverage_card'
    _inherit = ['aftersales.print.mixin']
    _description = "Coverage Card"

    _print_model = 'fleet.vehicle'

    def _get_print_lang(self, doc):
        return doc.owner_id.lang or super()._get_print_lang(doc)

    def _prepare_pages(self, docs):
        """What the cars are promised is asked for all of them at once."""
        standings = docs._get_coverage_standings()
        pages = super()._prepare_pages(docs)
        for doc, page in zip(docs, pages, strict=True):
            page['rows'] = [self._prepare_row(standing, page) for standing in standings[doc]]
        return pages

    def _prepare_content(self, doc):
        company = doc.company_id or self.env.company
        return {'company': company, 'address': company.partner_id}

    def _prepare_row(self, standing, page):
        """A coverage in the words of the page."""
        coverage = standing.coverage.sudo().with_context(lang=page['lang'], tz=page['tz'])  # sudo: access is checked
        return {
            'coverage': coverage,
            'name': coverage._get_name(),
            'until': coverage._describe_until(standing.answer) or coverage.env._("without limit"),
            'standing': coverage._describe(standing),
            'lines': coverage.policy_id.line_ids if not coverage.product_id else (),
        }
