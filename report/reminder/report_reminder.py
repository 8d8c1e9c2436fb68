from odoo import models


class ReportReminder(models.AbstractModel):
    """Letters of reminders, a page each, in the customer's language, addressed for an envelope with a window (J4)."""
    _name = 'report.aftersales.report_reminder'
    _inherit = ['aftersales.print.mixin']
    _description = "Reminder Letter"

    _print_model = 'aftersales.reminder'

    def _get_print_lang(self, doc):
        return doc._get_lang()

    def _get_print_tz(self, doc):
        return doc.workshop_id._get_tz().zone

    def _prepare_content(self, doc):
        return {
            'address': doc.workshop_id._get_print_address(), 'subject': doc._get_subject(), 'text': doc._get_text(),
            'today': doc._get_today(),
        }
