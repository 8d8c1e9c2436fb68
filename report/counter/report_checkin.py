from odoo import models


class ReportCheckin(models.AbstractModel):
    """The check-in sheet: in what condition and with what the customer left the car (D2)."""

    _name = 'report.aftersales.report_checkin'
    _inherit = ['aftersales.print.mixin']
    _description = 'Check-in Sheet'

    _print_model = 'aftersales.checkin'

    def _get_print_lang(self, doc):
        return doc.order_id._get_lang()

    def _prepare_content(self, doc):
        return {
            'address': doc.workshop_id._get_print_address(),
            'sketch': doc._get_print_sketch(),
            'marks': doc._get_print_marks(),
            'photos': doc._get_print_photos(),
            'documents': doc._get_print_documents(),
            'levels': doc._get_levels(),
            'jobs': doc.order_id.job_ids.filtered(lambda job: job._is_live()),
        }
