from ast import literal_eval

from odoo import api, fields, models
from odoo.fields import Domain


class FleetVehicle(models.Model):
    """What happens to a car ends what waits for its customer: it came, it is sold, it is scrapped (J2)."""
    _inherit = 'fleet.vehicle'

    followup_ids = fields.One2many(
        'aftersales.followup', 'vehicle_id', string="Follow-up", readonly=True, groups='aftersales.group_followup')

    # Cars that were bought on some day, for the calls after it.
    _bought_idx = models.Index("(COALESCE(delivery_date, sale_date)) WHERE active AND owner_id IS NOT NULL")

    def write(self, vals):
        gone = self.browse()
        if vals.get('active') is False or vals.get('is_customer_vehicle') is False:
            gone = self
        elif 'owner_id' in vals:
            gone = self.filtered(lambda vehicle: vehicle.owner_id and vehicle.owner_id.id != vals['owner_id'])
        result = super().write(vals)
        if gone:
            self.env['aftersales.followup']._end_of_cars(gone, 'sold')
        return result

    def _on_visit(self, orders):
        """Who has come is not called about a former visit, nor about having stayed away."""
        super()._on_visit(orders)
        self.env['aftersales.followup']._end_of_cars(self, 'visit', [('anchor', 'in', ('visit', 'call', 'absent', 'declined'))])

    @api.model
    def _check_typed_filter(self, text):
        """Conditions on cars that somebody typed: he searches by nothing that he may not read.

        Constraints run as the system (sudo), and so does what counts and chooses the cars: there a condition on the keys of
        customers would be answered with a number.

        :raises Exception: where it is no such domain, or none of his
        """
        domain = Domain(literal_eval(text or '[]'))
        if not domain.is_true():
            self.with_user(self.env.uid).search_count(domain, limit=1)
