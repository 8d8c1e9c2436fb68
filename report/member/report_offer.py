from odoo import models

# What customers of the house read.
LANGUAGES = ('zh_CN', 'en_US')


class ReportOffer(models.AbstractModel):
    """A published offer, to hang up or hand out: a page in each language that customers read, the house's first (G3)."""
    _name = 'report.aftersales.report_offer'
    _inherit = ['aftersales.print.mixin']
    _description = "Published Offer"

    _print_model = 'aftersales.offer'

    def _prepare_pages(self, docs):
        installed = [code for code, __ in self.env['res.lang'].get_installed()]
        pages = []
        for doc in docs:
            first = self._get_print_lang(doc)
            for lang in [first, *(code for code in LANGUAGES if code in installed and code != first)]:
                terms = {**self._get_print_terms(doc), 'lang': lang}
                worded = doc.with_context(**terms)
                pages.append({'doc': worded, **terms, **self._prepare_content(worded)})
        return pages

    def _get_print_lang(self, doc):
        return doc.company_id.partner_id.lang or super()._get_print_lang(doc)

    def _get_print_tz(self, doc):
        return doc.company_id._get_clock_zone() or super()._get_print_tz(doc)

    def _prepare_content(self, doc):
        workshop = doc.workshop_ids if len(doc.workshop_ids) == 1 else None
        return {'address': workshop._get_print_address() if workshop else doc.company_id.partner_id, 'workshop': workshop}
