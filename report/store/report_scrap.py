from odoo import models


class ReportScrap(models.AbstractModel):
    """The record of parts that were scrapped, signed by who asked and who approved (H5)."""
    _name = 'report.aftersales.report_scrap_record'
    _inherit = ['aftersales.print.mixin']
    _description = "Scrap Record"

    _print_model = 'aftersales.scrap.request'

    def _get_print_tz(self, doc):
        return doc.company_id._get_clock_zone()

    def _prepare_content(self, doc):
        return {'address': doc.company_id.partner_id, 'lines': doc.line_ids}
