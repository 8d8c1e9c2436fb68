from odoo import models


class ReportCoverageCard(models.AbstractModel):
    """What a car is promised, on one page for its owner (I1)."""
    _name = 'report.aftersales.report_coverage_card'
    _inherit = ['aftersales.print.mixin']
    _description = "Coverage Card"

    _print_model = 'fleet.vehicle'

    def _get_print_lang(self, doc):
        return doc.owner_id.lang or super()._get_print_lang(doc)

    def _prepare_content(self, doc):
        company = doc.company_id or self.env.company
        standings = doc._get_coverage_standings()[doc]
        return {
            'company': company,
            'address': company.partner_id,
            'rows': [{
                'coverage': standing.coverage,
                'name': standing.coverage._get_name(),
                'until': standing.coverage._describe_until(standing.answer) or self.env._("without limit"),
                'is_covered': standing.is_covered,
                'standing': standing.coverage.with_context(lang=doc.env.lang)._describe(standing),
                'lines': standing.coverage.policy_id.line_ids if not standing.coverage.product_id else (),
            } for standing in standings],
        }
