from odoo import models


class ReportFollowupLetter(models.AbstractModel):
    """A letter to a customer as it was kept in the register, in his language, for an envelope with a window (J3)."""
    _name = 'report.aftersales.report_followup_letter'
    _inherit = ['aftersales.print.mixin']
    _description = "Letter to a Customer"

    _print_model = 'aftersales.followup.contact'

    def _get_print_lang(self, doc):
        return doc.partner_id.lang or super()._get_print_lang(doc)

    def _get_print_tz(self, doc):
        return doc.workshop_id._get_tz().zone

    def _prepare_pages(self, docs):
        """What is no letter has no page."""
        return super()._prepare_pages(docs.filtered('body'))

    def _prepare_content(self, doc):
        return {'address': doc.workshop_id._get_print_address()}
