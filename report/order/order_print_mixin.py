from odoo import models


class AftersalesOrderPrintMixin(models.AbstractModel):
    """Base of what is handed to the customer about an order, in the customer's language."""

    _name = 'aftersales.order.print.mixin'
    _inherit = ['aftersales.print.mixin']
    _description = "Print of Orders"

    _print_model = 'aftersales.order'

    def _prepare_pages(self, docs):
        docs._fetch_print_data()
        return super()._prepare_pages(docs)

    def _get_print_lang(self, doc):
        return doc._get_lang()

    def _get_kept_notes(self, doc, paper):
        """Parts may come back after the customer signed: the paper stays, and says what holds now."""
        notes = super()._get_kept_notes(doc, paper)
        signed = doc._get_signed_total()
        if signed is not None and doc.currency_id.compare_amounts(signed, doc.amount_total):
            notes.append(doc.env._(
                "The work has changed since this was signed: the total is %(total)s now.",
                total=doc.currency_id.format(doc.amount_total)))
        return notes

    def _prepare_content(self, doc):
        return {
            'address': doc.workshop_id._get_print_address(),
            'jobs': doc._get_print_jobs(),
            'totals': doc._get_print_totals(),
            'payers': doc._get_print_payers(),
            'void_lines': doc._get_void_lines(),
        }
