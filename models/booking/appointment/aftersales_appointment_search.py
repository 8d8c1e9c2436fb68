from odoo import api, models


class AftersalesAppointment(models.Model):
    """Finding an appointment by what a vehicle and an order are found by: plate, phone, VIN, names, its number (U22)."""

    _name = 'aftersales.appointment'
    _inherit = ['aftersales.appointment', 'aftersales.search.key.mixin']
    _search_whole_fields = ('name', 'license_plate', 'phone')
    _search_word_fields = ('contact_name',)

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
