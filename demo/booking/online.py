from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command


class AftersalesDemo(models.AbstractModel):
    """The next visit of the customer with a login, booked by himself."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_online_customer(self):
        super()._load_online_customer()
        customer, workshop = self._ref('customer_01'), self._ref('workshop_shanghai')
        work = self._ref('operation_t20')
        today = workshop._get_local_day(fields.Datetime.now())
        slots = workshop._find_slots(
            today + timedelta(days=3), today + timedelta(days=14), hours=work.hours, skill=work.skill_id or None, limit=5)
        vehicle = self.env['fleet.vehicle'].search([('owner_id', '=', customer.id)], order='id', limit=1)
        if slots and vehicle:
            self.env['aftersales.appointment']._book_online({
                'workshop_id': workshop.id,
                'start': slots[-1]['start'],
                'vehicle_id': vehicle.id,
                'partner_id': customer.id,
                'channel': 'portal',
                'operation_ids': [Command.set(work.ids)],
                'concern': "It pulls to the right on the motorway.",
            })
