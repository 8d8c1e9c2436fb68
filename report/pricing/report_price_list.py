from odoo import models


class ReportPriceList(models.AbstractModel):
    """The published price list, for the wall (A5)."""
    _name = 'report.aftersales.report_price_list'
    _inherit = ['aftersales.print.mixin']
    _description = "Published Price List for the Wall"

    _print_model = 'aftersales.price.list'

    def _get_print_lang(self, doc):
        return doc.company_id.partner_id.lang or super()._get_print_lang(doc)

    def _get_print_tz(self, doc):
        return doc.workshop_id._get_tz().zone

    def _prepare_content(self, doc):
        return {'address': doc.workshop_id._get_print_address(), 'blocks': doc._prepare_blocks()}
