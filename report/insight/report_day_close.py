from odoo import models


class ReportDayClose(models.AbstractModel):
    """An outlet's evening on a sheet, to be signed by its head."""
    _name = 'report.aftersales.report_day_close'
    _inherit = ['aftersales.print.mixin']
    _description = "Print of the Daily Close"

    _print_model = 'aftersales.day.close'

    def _get_print_tz(self, doc):
        return doc.workshop_id._get_tz().zone

    def _prepare_content(self, doc):
        return {'address': doc.company_id.partner_id}
