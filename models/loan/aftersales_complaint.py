from odoo import models


class AftersalesComplaint(models.Model):
    """A loaner is one of the ways to make good what went wrong."""
    _name = 'aftersales.complaint'
    _inherit = ['aftersales.complaint', 'aftersales.loan.source.mixin']

    _loan_field = 'complaint_id'
    _loan_reason = 'goodwill'

    def _after_transition(self, source, target):
        super()._after_transition(source, target)
        if target == 'cancelled':
            self._release_loans()

    def _prepare_loan_vals(self):
        return {
            **super()._prepare_loan_vals(), 'workshop_id': self.workshop_id.id, 'order_id': self.order_id.id,
            'own_vehicle_id': self.vehicle_id.id}
