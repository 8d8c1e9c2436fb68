from odoo import models


class ReportRepairOrder(models.AbstractModel):
    """The contract about the repair, for both sides to sign (D5, D6)."""

    _name = 'report.aftersales.report_repair_order'
    _inherit = ['report.aftersales.report_estimate']
    _description = 'Repair Order'

    def _prepare_content(self, doc):
        return {
            **super()._prepare_content(doc),
            'authorisations': doc._get_print_authorisations(),
            'guarantees': doc._get_print_guarantees(),
            'conditions': doc.workshop_id._get_print_conditions(),
        }
