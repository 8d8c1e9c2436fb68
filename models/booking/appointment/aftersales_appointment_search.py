from odoo import api, fields, models


class AftersalesAppointment(models.Model):
    """Finding an appointment by what a vehicle and an order are found by: plate, phone, VIN, names, its number (U22)."""

    _name = 'aftersales.appointment'
    _inherit = ['aftersales.appointment', 'aftersales.plate.mixin']

    search_key = fields.Char(compute='_compute_search_key', store=True, index='trigram', export_string_translation=False)

    # === COMPUTE METHODS ===#

    @api.depends(
        'name', 'license_plate', 'contact_name', 'phone', 'vehicle_id.search_key', 'partner_id.name', 'partner_id.phone')
    def _compute_search_key(self):
        Vehicle = self.env['fleet.vehicle']
        for appointment in self:
            # sudo: a car or a customer of another company is found by what the appointment itself shows
            car, partner = appointment.vehicle_id.sudo(), appointment.partner_id.sudo()
            whole = [appointment.name, appointment.license_plate, appointment.phone, partner.phone]
            words = Vehicle._fold_words([text.replace(' ', '') for text in whole if text])
            words += Vehicle._fold_words([appointment.contact_name, partner.name])
            words += (car.search_key or '').split()
            appointment.search_key = ' ' + ' '.join(dict.fromkeys(words))

    # === SEARCH METHODS ===#

    @api.model
    def _search_display_name(self, operator, value):
        if operator in ('ilike', 'like') and isinstance(value, str) and value.strip():
            return self.env['fleet.vehicle']._get_search_domain(value)
        return super()._search_display_name(operator, value)

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._normalise_plate(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._normalise_plate(vals))

    @api.model
    def _normalise_plate(self, vals):
        """A plate of a car that is not known yet is written like those that are."""
        if not isinstance(vals.get('license_plate'), str):
            return vals
        return {**vals, 'license_plate': self.env['fleet.vehicle']._normalise_plate(vals['license_plate'])}
