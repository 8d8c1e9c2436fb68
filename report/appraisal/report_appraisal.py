from odoo import models


class ReportAppraisal(models.AbstractModel):
    """A person's month, with every figure and how it was reckoned, to be signed."""
    _name = 'report.aftersales.report_appraisal'
    _inherit = ['aftersales.print.mixin']
    _description = "Performance Sheet"

    _print_model = 'aftersales.appraisal.sheet'

    def _get_print_tz(self, doc):
        return doc.company_id._get_clock_zone()

    def _prepare_content(self, doc):
        return {'person': doc.employee_id.sudo().name, 'address': doc.company_id.partner_id}  # sudo: names are no secret
