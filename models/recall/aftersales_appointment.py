from odoo import api, models

BOOKING_FIELDS = {'vehicle_id', 'state', 'start', 'company_id'}


class AftersalesAppointment(models.Model):
    """A visit at which what the car is called back for is done, too."""
    _inherit = 'aftersales.appointment'

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        appointments = super().create(vals_list)
        self.env['aftersales.recall.vehicle']._take_appointments(appointments)
        return appointments

    def write(self, vals):
        result = super().write(vals)
        if BOOKING_FIELDS & vals.keys():
            self.env['aftersales.recall.vehicle']._take_appointments(self)
        return result

    # === BUSINESS METHODS ===#

    def _get_recalls(self):
        """What is open for the cars that come: dict of appointment: cars of recalls, as the system."""
        found = self.env['aftersales.recall.vehicle']._find_open(self.vehicle_id, self.company_id)
        return {
            appointment: found[appointment.vehicle_id]._filter_of(appointment.company_id)
            if appointment.vehicle_id else self.env['aftersales.recall.vehicle'] for appointment in self}

    def _add_jobs(self, order):
        """The recalls' own work is theirs: the customer does not pay what was booked for it."""
        cars = self._get_recalls()[self].filtered(lambda car: not car.job_id and car.company_id == order.company_id)
        booked = cars.filtered(lambda car: car.recall_id.operation_id in self._get_operations())
        if booked:
            booked._add_to_order(order)
        super()._add_jobs(order)
        if others := cars - booked:
            others._add_to_order(order)

    def _get_preparation_notes(self):
        notes = super()._get_preparation_notes()
        for appointment, cars in self._get_recalls().items():
            notes[appointment] = [
                {'level': 'danger' if car.kind == 'recall' else 'warning', 'message': car._describe()} for car in cars
            ] + notes[appointment]
        return notes

    def _get_parts_needed(self):
        """With the kits of the recalls."""
        needed = super()._get_parts_needed()
        for appointment, cars in self._get_recalls().items():
            operations = appointment._get_operations()
            for car in cars.filtered(lambda car: not car.job_id):
                recall = car.recall_id.with_env(self.env).sudo()
                brought = (recall.operation_id & operations).part_ids.product_id
                for part in recall.part_ids:
                    if part.product_id not in brought:
                        product = part.product_id.with_env(self.env)
                        needed[appointment][product] += part.product_uom_id._compute_quantity(part.quantity, product.uom_id)
        return needed
