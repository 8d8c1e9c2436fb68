from odoo import models


class AftersalesStatuteCase(models.Model):
    """Who waits for another car by law drives one of ours."""
    _name = 'aftersales.statute.case'
    _inherit = ['aftersales.statute.case', 'aftersales.loan.source.mixin']

    _loan_field = 'case_id'
    _loan_reason = 'warranty'

    def _after_transition(self, source, target):
        super()._after_transition(source, target)
        if target == 'dropped':
            self._release_loans()

    def _is_called_off(self):
        self.ensure_one()
        return self.state == 'dropped'
