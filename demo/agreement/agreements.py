from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command

# outlet, customer, limit, arranged, day of the month, own order number needed, cost centres in turn
AGREEMENTS = [
    ('shanghai', 32, 80000, 'cost_centre', 25, False, ("Sales", "Service")),
    ('shanghai', 33, 120000, 'plate', 20, False, ("Ride-hailing",)),
    ('shanghai', 34, 50000, 'both', 28, True, ("Research", "Deliveries")),
    ('hangzhou', 35, 40000, 'plate', 25, False, ("Tours",)),
]


class AftersalesDemo(models.AbstractModel):
    """Fleets with their agreements; some of what is done for them waits for the collective invoice (G4)."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_frame_agreements(self):
        for outlet, number, limit, grouping, day, needed, centres in AGREEMENTS:
            company, customer = self._ref(f'company_{outlet}'), self._ref(f'customer_{number}')
            cars = self.env['fleet.vehicle'].search([('owner_id', '=', customer.id)], order='id')
            agreement = self._as(self.env['aftersales.agreement'], 'accountant', company).create({
                'company_id': company.id, 'partner_id': customer.id, 'grouping': grouping, 'invoice_day': day,
                'credit_limit': limit, 'approval_limit': 2000, 'order_number_needed': needed, 'grace_days': 365,
                'approves_itself': number == 33, 'respond_hours': 2, 'arrive_hours': 12, 'solve_hours': 24,
                'date_from': fields.Date.today() - timedelta(days=200),
                'car_ids': [Command.create({'vehicle_id': car.id, 'cost_centre': centres[index % len(centres)]})
                            for index, car in enumerate(cars)]})
            agreement.service_level = 'level_a'
            agreement.action_activate()
            self._release_frame_orders(agreement, outlet)

    def _release_frame_orders(self, agreement, outlet):
        """The advisor releases what is done; where the fleet wants its own number he enters it first."""
        orders = self._as(self.env['aftersales.order'], 'advisor' if outlet == 'shanghai' else 'advisor_hangzhou',
                          agreement.company_id).search([('agreement_id', '=', agreement.id)], order='id')
        for number, order in enumerate(orders.filtered(lambda order: order._has_to_collect()), start=1):
            if agreement.order_number_needed:
                order.customer_order_number = f'PO-{4100 + number}'
            order.action_release()
