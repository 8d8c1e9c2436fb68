from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class FleetVehicle(models.Model):
    """Buyers are asked how the purchase was, and later how the car is (L1 D, E)."""
    _inherit = 'fleet.vehicle'

    survey_invitation_ids = fields.One2many(
        'aftersales.survey.invitation', 'vehicle_id', string="Surveys", readonly=True,
        groups='aftersales.group_see_survey')

    @api.model
    def _cron_ask_buyers(self, batch_size=200):
        """Ask the owners of cars that were handed over so many days ago."""
        triggers = self.env['aftersales.survey.trigger']._get_active('sold')
        if triggers and self.env['aftersales.survey.invitation']._get_asking_outlets():
            self._work_through(
                Domain.OR(self._get_sold_domain(trigger) for trigger in triggers) & self._get_bought_domain(triggers)
                & Domain('is_customer_vehicle', '=', True), '_ask_buyer', batch_size, together=True)

    @api.model
    def _get_sold_days(self, trigger):
        """:return: the first and the last day of a sale of which this occasion speaks now"""
        last = fields.Date.context_today(self) - timedelta(days=trigger.days_after)
        return last - timedelta(days=trigger.grace_days), last

    @api.model
    def _get_bought_domain(self, triggers):
        """Owned cars that were handed over, or sold, within the days of any of these occasions: found first and by
        their index, whatever else is asked of them."""
        days = [day for trigger in triggers for day in self._get_sold_days(trigger)]
        first, last = min(days), max(days)

        def to_sql(vehicles, alias, query):
            return SQL(
                """
                %s = ANY(ARRAY(
                   SELECT car.id FROM fleet_vehicle AS car
                    WHERE car.active AND car.owner_id IS NOT NULL
                      AND COALESCE(car.delivery_date, car.sale_date) BETWEEN %s AND %s))
                """, SQL.identifier(alias, 'id'), first, last)

        def is_bought(vehicle):
            day = vehicle.delivery_date or vehicle.sale_date
            return bool(vehicle.active and vehicle.owner_id and day and first <= day <= last)
        return Domain.custom(to_sql=to_sql, predicate=is_bought)

    @api.model
    def _get_sold_domain(self, trigger):
        """Cars of which this occasion speaks now, and whose owner was not asked on it."""
        first, last = self._get_sold_days(trigger)
        sold = Domain('delivery_date', '>=', first) & Domain('delivery_date', '<=', last) | (
            Domain('delivery_date', '=', False) & Domain('sale_date', '>=', first) & Domain('sale_date', '<=', last))
        return sold & Domain('survey_invitation_ids', 'not any', [('trigger_id', '=', trigger.id)])

    def _ask_buyer(self):
        vehicles = self.sudo()  # sudo: surveys are the system's
        outlets, vals_list = vehicles._get_selling_outlets(), []
        for trigger in self.env['aftersales.survey.trigger']._get_active('sold'):
            due = vehicles.filtered_domain(self._get_sold_domain(trigger))
            vals_list += [{
                'vehicle_id': vehicle.id, 'trigger_id': trigger.id, 'survey_id': trigger.survey_id.id,
                'partner_id': (vehicle.contact_id or vehicle.owner_id).id, 'workshop_id': outlets[vehicle].id,
                'company_id': outlets[vehicle].company_id.id,
            } for vehicle in due if outlets[vehicle]]
        self.env['aftersales.survey.invitation'].sudo()._ask(vals_list)

    def _get_selling_outlets(self):
        """The outlet in whose name the owner of each car is asked: that of its company, or where it came last.

        :return: dict of car: outlet
        """
        asking = self.env['aftersales.workshop'].search([('company_id.aftersales_ask_survey', '=', True)])
        rows = self.env['aftersales.order']._read_group(
            [('vehicle_id', 'in', self.ids), ('workshop_id', 'in', asking.ids)], ['vehicle_id', 'workshop_id'],
            ['received_date:max'], order='received_date:max')
        visited = {vehicle: workshop for vehicle, workshop, __ in rows}
        return {
            vehicle: visited.get(vehicle) or asking.filtered(
                lambda outlet, vehicle=vehicle: outlet.company_id == vehicle.company_id or not vehicle.company_id)[:1]
            for vehicle in self}
