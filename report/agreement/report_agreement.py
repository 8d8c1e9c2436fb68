from odoo import models


class ReportAgreementStatement(models.AbstractModel):
    """The statement of an account customer: what stood open, what was charged and paid, what is open now."""
    _name = 'report.aftersales.report_agreement_statement'
    _inherit = ['aftersales.print.mixin']
    _description = "Print of a Statement"

    _print_model = 'aftersales.agreement.statement'

    def _get_print_lang(self, doc):
        return doc.agreement_id.partner_id.lang or super()._get_print_lang(doc)

    def _prepare_content(self, doc):
        return {'address': doc.company_id.partner_id, 'agreement': doc.agreement_id, 'statement': doc._prepare_statement()}


class ReportAgreementFleet(models.AbstractModel):
    """What the cars of an account customer cost him: a line a car."""
    _name = 'report.aftersales.report_agreement_fleet'
    _inherit = ['report.aftersales.report_agreement_statement']
    _description = "Print of a Fleet Report"

    def _prepare_content(self, doc):
        return {'address': doc.company_id.partner_id, 'agreement': doc.agreement_id, 'fleet': doc._prepare_fleet()}
