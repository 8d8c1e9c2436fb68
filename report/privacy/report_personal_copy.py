from odoo import models


class ReportPersonalCopy(models.AbstractModel):
    """A person's data to be read by himself: from the sealed copy, in his language (N7)."""
    _name = 'report.aftersales.report_personal_copy'
    _inherit = ['aftersales.print.mixin']
    _description = "Copy of Personal Data, to Read"

    _print_model = 'aftersales.personal.copy'

    def _get_print_lang(self, doc):
        return doc.request_id.partner_id.lang or super()._get_print_lang(doc)

    def _get_print_tz(self, doc):
        outlet = doc.company_id.aftersales_workshop_ids[:1]
        return outlet._get_tz().zone if outlet else super()._get_print_tz(doc)

    def _prepare_content(self, doc):
        return {'address': doc.company_id.partner_id, 'data': doc._get_content().get('data', {})}
