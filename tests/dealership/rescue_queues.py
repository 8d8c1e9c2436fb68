from datetime import timedelta

from odoo import fields


class RescueQueues:
    """What the scheduled actions of rescues work on."""

    def _create_rescues(self):
        return self.env['aftersales.rescue'].create([{
            'place': f"Gate {number}", 'workshop_id': self.workshop.id, 'vehicle_id': self.vehicle.id,
            'partner_id': self.env['res.partner'].create({'name': f"Zhou {number}", 'email': f'zhou{number}@example.com'}).id,
        } for number in range(self.count)])

    def _prepare_escalate_deadlines(self):
        return '_escalate', self._write_raw(self._create_rescues(), step_due=fields.Datetime.now() - timedelta(minutes=1))

    def _prepare_lapse_offers(self):
        offers = self.env['aftersales.rescue.offer'].create([
            {'rescue_id': rescue.id, 'employee_id': self.technician.id} for rescue in self._create_rescues()])
        self._write_raw(offers.rescue_id, state='offered')
        return '_lapse', self._write_raw(offers, state='asked', answer_due=fields.Datetime.now() - timedelta(minutes=1))

    def _prepare_ask_rescued(self):
        return '_ask_about_rescue', self._write_raw(
            self._create_rescues(), state='closed', closed_date=fields.Datetime.now() - timedelta(days=1))

    def _prepare_plan_rounds(self):
        return '_plan_visit', self.env['aftersales.rescue.round'].create([{
            'partner_id': self.customer.id, 'workshop_id': self.workshop.id, 'place': f"Yard {number}",
            'next_date': fields.Date.today(), 'vehicle_ids': self.vehicles.ids} for number in range(self.count)])
