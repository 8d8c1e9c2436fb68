from odoo import fields, models
from odoo.exceptions import UserError


class AftersalesRescue(models.Model):
    """Visits that nobody called for: a car picked up for an appointment, the inspection of a fleet (J9)."""
    _inherit = 'aftersales.rescue'

    appointment_id = fields.Many2one(
        'aftersales.appointment', copy=False, index='btree_not_null', check_company=True, ondelete='set null')
    round_id = fields.Many2one(
        'aftersales.rescue.round', string="Regular Inspection", copy=False, index='btree_not_null', check_company=True,
        ondelete='restrict')
    car_ids = fields.One2many('aftersales.rescue.car', 'rescue_id', string="Cars", copy=False)

    _one_fetch = models.UniqueIndex(
        "(appointment_id) WHERE appointment_id IS NOT NULL AND state NOT IN ('closed', 'cancelled')",
        "This appointment has a pick-up that is open. Go on with that.")

    def action_print_round(self):
        """What the customer of the fleet gets: of each car how it is."""
        self.check_access('read')
        if not self.car_ids:
            raise UserError(self.env._("%(rescue)s is no inspection of cars.", rescue=self[:1].display_name))
        return self.env.ref('aftersales.action_report_rescue_round').report_action(self)

    def _check_closed(self):
        """The customer's report says of every car how it is."""
        super()._check_closed()
        for rescue in self.filtered(lambda rescue: rescue.state != 'absent'):
            cars = rescue.car_ids.filtered(lambda car: not car.result)
            if cars:
                raise UserError(self.env._(
                    "%(rescue)s: enter the state of %(cars)s.", rescue=rescue.display_name,
                    cars=", ".join(cars.vehicle_id.mapped('display_name'))))
