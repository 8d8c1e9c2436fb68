from odoo import models


class ReportBasicFile(models.AbstractModel):
    """The basic file of a customer and the car (J1)."""

    _name = 'report.aftersales.report_basic_file'
    _inherit = ['aftersales.print.mixin']
    _description = 'Customer and Vehicle File'

    _print_model = 'fleet.vehicle'

    def _prepare_content(self, doc):
        company = doc.company_id or self.env.company
        return {'company': company, 'address': company.partner_id}
