from odoo import api, fields, models
from odoo.fields import Domain


class AftersalesAppointment(models.Model):
    """Who wants a loaner with his visit gets one promised with it."""
    _name = 'aftersales.appointment'
    _inherit = ['aftersales.appointment', 'aftersales.loan.source.mixin']

    _loan_field = 'appointment_id'

    loan_ids = fields.One2many('aftersales.loan', 'appointment_id', string="Loans", groups='aftersales.group_see_loan')
    lacks_loan = fields.Boolean(
        string="Loaner to Promise", compute='_compute_lacks_loan', search='_search_lacks_loan',
        groups='aftersales.group_see_loan', help="The customer wants a loaner, and none is promised yet.")

    @api.depends('needs_loaner', 'loan_ids.state')
    def _compute_lacks_loan(self):
        for appointment in self:
            appointment.lacks_loan = appointment.needs_loaner and not appointment.loan_ids.filtered(
                lambda loan: loan.state != 'cancelled')

    def _search_lacks_loan(self, operator, value):
        if operator != 'in':
            return NotImplemented
        lacking = Domain('needs_loaner', '=', True) & ~Domain('loan_ids', 'any', [('state', '!=', 'cancelled')])
        return lacking if True in value else ~lacking

    def _after_transition(self, source, target):
        super()._after_transition(source, target)
        if target in ('cancelled', 'no_show'):
            self._release_loans()

    def _is_called_off(self):
        """Who did not come needs no car; one that became a visit ends with it."""
        return super()._is_called_off() or self.state == 'no_show' or self.order_id.state == 'cancelled'

    def _prepare_loan_vals(self):
        return {
            **super()._prepare_loan_vals(), 'workshop_id': self.workshop_id.id, 'order_id': self.order_id.id,
            'date_from': self.start, 'date_to': self.start and (
                self.promise_date or fields.Datetime.add(self.start, days=1))}
