from odoo import models
from odoo.tools import format_date

from .res_partner.res_partner_file import MOST_JOBS, MOST_VISITS


class FleetVehicle(models.Model):
    """The car as it stands in its customer's file: what it is, what is due and what was done (J1)."""
    _inherit = 'fleet.vehicle'

    def _get_file_title(self):
        model = " ".join(filter(None, (self.model_id.display_name, self.model_year)))
        return " · ".join(filter(None, (self.license_plate, model)))

    def _prepare_file_rows(self, visits):
        """Labels and texts, as of ``_prepare_customer_file``.

        :param visits: orders of the car that were delivered, the newest first
        """
        self.ensure_one()
        def day(value):
            return format_date(self.env, value) if value else ''
        unit = dict(self._fields['odometer_unit']._description_selection(self.env)).get(self.odometer_unit, '')
        use = dict(self._fields['usage']._description_selection(self.env)).get(self.usage, '')
        due = " / ".join(filter(None, (
            day(self.next_service_date), self.next_service_odometer and f"{self.next_service_odometer:.0f} {unit}")))
        return [
            (self.env._("VIN"), self.vin_sn or ''), (self.env._("Engine no."), self.engine_number or ''),
            (self.env._("Class"), self.category_id.name or ''), (self.env._("Use"), use),
            (self.env._("Bought on"), day(self.sale_date)), (self.env._("Delivered on"), day(self.delivery_date)),
            (self.env._("Insured"), " · ".join(filter(None, (self.insurer_id.name, day(self.insurance_due_date))))),
            (self.env._("Inspection due"), day(self.inspection_due_date)),
            (self.env._("Odometer"), self.last_odometer and f"{self.last_odometer:.0f} {unit}" or ''),
            (self.env._("Next service"), " · ".join(filter(None, (self.next_service_line_id.display_name, due)))),
            *((day(visit.delivered_date), self._say_work(visit)) for visit in visits[:MOST_VISITS]),
            (self.env._("Still missing"), self.missing_details or ''),
        ]

    def _say_work(self, visit):
        names = visit.job_ids.filtered(lambda job: not job.is_dropped).mapped('name')
        more = len(names) - MOST_JOBS
        text = ", ".join(filter(None, names[:MOST_JOBS]))
        return f"{text} +{more}" if more > 0 else text
