from odoo import models


class AftersalesRescue(models.Model):
    """Whose car cannot be repaired soon is promised a loaner with the rescue, and gets none when it is called off (J8)."""
    _name = 'aftersales.rescue'
    _inherit = ['aftersales.rescue', 'aftersales.loan.source.mixin']

    _loan_field = 'rescue_id'
    _loan_reason = 'rescue'

    def _after_transition(self, source, target):
        super()._after_transition(source, target)
        if target == 'cancelled':
            self._release_loans()

    def _prepare_loan_vals(self):
        return {**super()._prepare_loan_vals(), 'workshop_id': self.workshop_id.id, 'order_id': self.order_id.id}
