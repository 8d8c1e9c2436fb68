from odoo import models


class ReportWarrantyMonth(models.AbstractModel):
    """The month's warranty report, in the figures the reader may see."""
    _name = 'report.aftersales.report_warranty_month'
    _inherit = ['aftersales.print.mixin']
    _description = "Monthly Warranty Report"

    _print_model = 'aftersales.warranty.month'

    def _prepare_content(self, doc):
        company = doc.company_id
        # Not sudo: what the reader may see.
        return {'company': company, 'address': company.partner_id, 'sections': doc.sudo(False)._get_sections()}
