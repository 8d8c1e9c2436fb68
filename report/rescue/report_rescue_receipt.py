from odoo import models


class ReportRescueReceipt(models.AbstractModel):
    """The customer's receipt for what a crew takes along; taken back and void when it is returned (J9)."""
    _name = 'report.aftersales.report_rescue_receipt'
    _inherit = ['aftersales.print.mixin']
    _description = "Receipt for What Was Taken Along"

    _print_model = 'aftersales.rescue.receipt'

    def _get_print_lang(self, doc):
        return doc.rescue_id.partner_id.lang or super()._get_print_lang(doc)

    def _get_kept_notes(self, doc, paper):
        notes = super()._get_kept_notes(doc, paper)
        if doc.state == 'returned':
            notes.append(doc.env._(
                "Void: given back on %(date)s to %(name)s.", date=doc.rescue_id._get_time_text(doc.returned_date),
                name=doc.returned_to))
        return notes

    def _prepare_content(self, doc):
        return {'rescue': doc.rescue_id, 'address': doc.workshop_id._get_print_address()}
