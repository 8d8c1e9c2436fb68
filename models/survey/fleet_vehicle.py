from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain


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
        if self.env['aftersales.survey.invitation']._get_asking_outlets():
            self._work_through(
                Domain.OR(self._get_sold_domain(trigger) for trigger in triggers) & Domain('owner_id', '!=', False)
                & Domain('is_customer_vehicle', '=', True), '_ask_buyer', batch_size, together=True)

    @api.model
    def _get_sold_domain(self, trigger):
        """Cars of which this occasion speaks now, and whose owner was not asked on it."""
        last = fields.Date.context_today(self) - timedelta(days=trigger.days_after)
        first = last - timedelta(days=trigger.grace_days)
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
