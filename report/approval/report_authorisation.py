from odoo import models


class ReportAuthorisation(models.AbstractModel):
    """The customer's answer as evidence: what was shown, who answered, when, from where, and its fingerprint (E2)."""

    _name = 'report.aftersales.report_authorisation'
    _inherit = ['aftersales.print.mixin']
    _description = 'Authorisation Record'

    _print_model = 'aftersales.authorisation'

    def _get_print_lang(self, doc):
        return doc.order_id._get_lang()

    def _prepare_content(self, doc):
        return {
            'address': doc.workshop_id._get_print_address(),
            'shown': doc._get_content(),
            'is_intact': doc._is_intact(),
        }
