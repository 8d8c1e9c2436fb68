from odoo import models


class ReportStockCard(models.AbstractModel):
    """A part's card: the days that were chosen, in their order, with what was there before and after each (parts 12)."""
    _name = 'report.aftersales.report_stock_card'
    _inherit = ['aftersales.print.mixin']
    _description = "Card of a Part"

    _print_model = 'aftersales.stock.day'

    def _get_print_tz(self, doc):
        return doc.company_id._get_clock_zone()

    def _prepare_content(self, doc):
        return {'address': doc.company_id.partner_id}

    def _prepare_pages(self, docs):
        """A page for each part of each store."""
        cards = docs.sorted(lambda row: (row.moved_on, row.id)).grouped(lambda row: (row.warehouse_id, row.product_id))
        pages = []
        for rows in cards.values():
            # By their place in the list, records would be read one by one.
            first, last = (row.with_prefetch(docs.ids) for row in (rows[0], rows[-1]))
            page = self._prepare_page(first)
            terms = {name: page[name] for name in ('lang', 'tz')}
            pages.append({**page, 'rows': rows.with_context(**terms), 'last': last.with_context(**terms)})
        return pages
