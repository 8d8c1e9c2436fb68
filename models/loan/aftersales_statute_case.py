from odoo import models


class AftersalesStatuteCase(models.Model):
    """Who waits for another car by law drives one of ours."""
    _name = 'aftersales.statute.case'
    _inherit = ['aftersales.statute.case', 'aftersales.loan.source.mixin']

    _loan_field = 'case_id'
    _loan_reason = 'warranty'
