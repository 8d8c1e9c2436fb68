from odoo import models


class ReportEstimate(models.AbstractModel):
    """What the work will cost, before it starts (D4, G1)."""

    _name = 'report.aftersales.report_estimate'
    _inherit = ['aftersales.order.print.mixin']
    _description = 'Estimate'

    def _prepare_content(self, doc):
        return {
            **super()._prepare_content(doc),
            'valid_until': doc._get_print_validity_date(),
            'has_margin': doc.estimate_method == 'symptom' and bool(doc.risk_margin),
        }
