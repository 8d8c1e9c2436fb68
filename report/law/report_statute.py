from odoo import models


class ReportStatute(models.AbstractModel):
    """Where a car stands with the law, for its owner: counters, what is left, and the very repairs (I6)."""

    _name = 'report.aftersales.report_statute'
    _inherit = ['aftersales.print.mixin']
    _description = "Rights under the Law"

    _print_model = 'fleet.vehicle'

    def _get_print_lang(self, doc):
        return doc.owner_id.lang or super()._get_print_lang(doc)

    def _prepare_content(self, doc):
        company = doc.company_id or self.env.company
        standings = doc._get_statute_standing()[doc]
        return {
            'company': company, 'address': company.partner_id,
            'rows': doc._prepare_standing_rows(standings),
        }
