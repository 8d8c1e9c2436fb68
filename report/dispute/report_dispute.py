from odoo import models


class ReportDispute(models.AbstractModel):
    """The protocol of a price dispute: what the customer objected to, what was decided and what he said (G5)."""
    _name = 'report.aftersales.report_price_dispute'
    _inherit = ['aftersales.print.mixin']
    _description = "Protocol of a Price Dispute"

    _print_model = 'aftersales.price.dispute'

    def _get_print_lang(self, doc):
        return doc.partner_id.lang or super()._get_print_lang(doc)

    def _get_print_tz(self, doc):
        return doc.workshop_id._get_tz().zone

    def _prepare_content(self, doc):
        return {'address': doc.workshop_id._get_print_address(), 'lines': doc._get_lines()}
