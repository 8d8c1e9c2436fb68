from odoo import models


class ReportRecallLetter(models.AbstractModel):
    """The letter to the owner of a car that is called back: the danger, what is done, and that it costs nothing."""
    _name = 'report.aftersales.report_recall_letter'
    _inherit = ['aftersales.print.mixin']
    _description = "Recall Letter"

    _print_model = 'aftersales.recall.vehicle'

    def _prepare_pages(self, docs):
        """Of a car without an owner nobody is written to."""
        return super()._prepare_pages(docs.filtered('partner_id'))

    def _get_print_lang(self, doc):
        return doc.partner_id.lang or super()._get_print_lang(doc)

    def _prepare_content(self, doc):
        return {
            'recall': doc.recall_id, 'address': doc.company_id.partner_id,
            'owner_address': doc.partner_id._display_address(without_company=True),
        }
