from odoo import models
from odoo.tools import format_date


class FleetVehicle(models.Model):
    """What the car is called back for, on its customer's page (O1); of silent improvements he is not told."""
    _inherit = 'fleet.vehicle'

    def _prepare_portal_values(self, partner):
        return {**super()._prepare_portal_values(partner), 'recalls': self._get_portal_recalls()}

    def _get_portal_recalls(self):
        """:return: list of dicts ``level``, ``title``, ``number``, ``danger``, ``remedy``, ``status``, ``is_open``
            and ``is_to_book``"""
        self.ensure_one()
        # sudo: the owner is told what his car is called back for
        cars = self.sudo().recall_vehicle_ids.filtered(
            lambda car: car.kind != 'silent' and (car.is_open or (car.state == 'done' and car.recall_state != 'draft')))
        return [
            {
                'level': 'danger' if car.kind == 'recall' else 'warning', 'title': car.recall_id.title,
                'kind': car.recall_id._get_kind_label(), 'number': car.recall_id.maker_number,
                'danger': car.recall_id.danger, 'remedy': car.recall_id.remedy, 'is_open': car.is_open,
                'stop_drive': car.is_open and car.stop_drive, 'status': car._get_portal_status(),
                'is_to_book': car.is_open and car.state != 'booked' and not car.job_id,
            }
            for car in cars.sorted(lambda car: (not car.is_open, not car.stop_drive, car.kind != 'recall', -car.id))]


class AftersalesRecallVehicle(models.Model):
    _inherit = 'aftersales.recall.vehicle'

    def _get_portal_status(self):
        """How far it is, in the customer's words."""
        self.ensure_one()
        if self.state == 'done':
            return self.env._("Done on %(day)s", day=format_date(self.env, self._get_done_day()))
        if self.job_id:
            return self.env._("The car is with us for it.")
        if self.state == 'booked':
            visit = self.appointment_id
            return self.env._("Your appointment: %(moment)s", moment=visit._format_time(visit.start))
        return self.env._("Please make an appointment. The work is free of charge.")
