from datetime import timedelta

from odoo import fields

from .loan import prepare_loaner


class LoanQueues:
    """What the scheduled actions of loaners work on."""

    def _prepare_loans(self, **values):
        loaners = self.env['fleet.vehicle'].create([
            prepare_loaner(self.env, self.workshop, self.vehicle.model_id, f'BATCH {number}') for number in range(self.count)])
        return self.env['aftersales.loan'].create([{
            'workshop_id': self.workshop.id, 'partner_id': self.customer.id, 'vehicle_id': loaner.id,
            'user_id': self.user_advisor.id, 'date_from': fields.Datetime.now() - timedelta(days=2),
            'date_to': fields.Datetime.now() - timedelta(days=1), **values,
        } for loaner in loaners])

    def _prepare_watch_late_loans(self):
        return '_tell_late', self._write_raw(self._prepare_loans(), state='out')

    def _prepare_watch_loans_at_risk(self):
        late = self._write_raw(self._prepare_loans(), state='out')
        return '_tell_at_risk', late.create([{
            'workshop_id': self.workshop.id, 'partner_id': self.customer.id, 'vehicle_id': loan.vehicle_id.id,
            'date_from': fields.Datetime.now(), 'date_to': fields.Datetime.now() + timedelta(days=1)} for loan in late])

    def _prepare_watch_loaners(self):
        self.workshop.manager_id = self.user_manager
        loaners = self._prepare_loans().vehicle_id
        return '_tell_loaner_due', self._write_raw(loaners, insurance_due_date=fields.Date.today())
