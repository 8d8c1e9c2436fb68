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

    def _prepare_content(self, doc):
        return {
            'address': doc.workshop_id._get_print_address(),
            'jobs': doc._get_print_jobs(),
            'totals': doc._get_print_totals(),
            'payers': doc._get_print_payers(),
            'void_lines': doc._get_void_lines(),
        }
