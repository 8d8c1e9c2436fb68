from odoo import models

from odoo.addons.aftersales.models.base.words import say_unit


class ReportDepositReceipt(models.AbstractModel):
    """What a customer has in hand for his deposit (G4, 订金收据): in his language, once it is paid."""
    _name = 'report.aftersales.report_deposit_receipt'
    _inherit = ['aftersales.print.mixin']
    _description = "Deposit Receipt"

    _print_model = 'aftersales.deposit'

    def _get_print_lang(self, doc):
        return doc.partner_id.lang or super()._get_print_lang(doc)

    def _get_print_tz(self, doc):
        return doc.workshop_id._get_tz().zone

    def _prepare_pages(self, docs):
        return super()._prepare_pages(docs.filtered(lambda doc: doc.state in ('held', 'deducted', 'returned')))

    def _prepare_content(self, doc):
        return {
            'address': doc.workshop_id._get_print_address(),
            'payments': doc._prepare_receipt_payments(),
            'rules': doc._get_receipt_rules(),
            'rows': [{
                'line': line, 'unit': say_unit(line.product_uom_id),
                # The number stands in a column of its own.
                'name': (line.name or '').removeprefix(f'[{line.product_id.default_code}] '),
            } for line in doc._get_parts()],
        }
