from odoo import api, models
from odoo.fields import Domain


class FleetVehicle(models.Model):
    """Whether the customer of a car may be asked for stars and answers, or offered something, just now."""
    _inherit = 'fleet.vehicle'

    @api.model
    def _get_contact_pause_domain(self):
        """Hook: cars whose customers are neither asked nor offered anything at the moment, by ``super() | …``.

        Whoever sends surveys, requests for ratings or offers leaves these cars out, and looks again before a message
        that waited goes. What the customer has to know of a visit he booked, or of his safety, goes all the same.
        """
        return Domain.FALSE

    def _filter_contact_paused(self):
        """:return: those of the cars whose customers are left in peace"""
        # sudo: whoever sends messages need not see why one does not go
        return self & self.sudo().with_context(active_test=False).search(
            Domain('id', 'in', self._origin.ids) & self._get_contact_pause_domain()).with_env(self.env)

    def _is_contact_paused(self):
        """Whether the customer of this car is left in peace; no car has no pause."""
        return bool(self._filter_contact_paused())
