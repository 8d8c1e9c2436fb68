from odoo import models


class AftersalesAppointment(models.Model):
    """What is left of the contracts of the cars that come is known before they are here (contracts, §3)."""
    _inherit = 'aftersales.appointment'

    def _get_preparation_notes(self):
        notes = super()._get_preparation_notes()
        left = self.env['aftersales.contract.entitlement']._find_left(self.company_id, self.vehicle_id)
        for appointment in self.filtered('vehicle_id') if left else []:
            vehicle = appointment.vehicle_id.sudo()  # sudo: as what is left is found
            notes[appointment] += [
                {'level': 'info', 'message': entitlement._get_left_sentence()} for entitlement in left
                if entitlement.company_id == appointment.company_id and entitlement.contract_id._covers(vehicle)
                and entitlement._is_valid_at(appointment.workshop_id)
                and (not entitlement.contract_id.end_date or entitlement.contract_id.end_date >= appointment.start.date())]
        return notes
