import base64

import pytz

from odoo import api, fields, models

from . import star

MOST_VISITS = 200


class FleetVehicle(models.Model):
    """The visits of a car as a ``VehicleServiceHistory`` of STAR 5: those of the company, and those before the installation."""
    _inherit = 'fleet.vehicle'

    star_history_file = fields.Binary(
        string="STAR Service History", compute='_compute_star_history_file', exportable=False, groups='aftersales.group_price')

    @api.depends_context('company')
    def _compute_star_history_file(self):
        for vehicle in self:
            vehicle.star_history_file = base64.b64encode(vehicle._write_star_history(self.env.company))

    @api.readonly
    def action_get_star(self):
        """Download the history of the car as an XML document."""
        self.ensure_one()
        self.check_access('read')
        return {
            'type': 'ir.actions.act_url', 'target': 'self',
            'url': f'/web/content/{self._name}/{self.id}/star_history_file?download=true'
                   f'&filename=VehicleServiceHistory-{self.id}.xml'}

    def _write_star_history(self, company):
        self.ensure_one()
        moment = pytz.utc.localize(fields.Datetime.now()).astimezone(pytz.timezone(company._get_clock_zone()))
        orders = self.env['aftersales.order'].search([
            ('vehicle_id', '=', self.id), ('company_id', '=', company.id), ('state', '=', 'delivered')],
            order='received_date desc, id desc', limit=MOST_VISITS)
        earlier = self.env['aftersales.past.visit']
        if earlier.has_access('read'):  # accountants have prices, but not the visits of before
            earlier = earlier.search([('vehicle_id', '=', self.id), ('company_id', '=', company.id)], limit=MOST_VISITS)
        unit = {'unitCode': 'SMI' if self.odometer_unit == 'miles' else 'KMT'}
        return star.write_document('Show', 'VehicleServiceHistory', company._get_star_sender(), moment, [
            ('VehicleServiceHistoryHeader', [star.identify(self.vin_sn or self.license_plate)]),
            ('Vehicle', [
                ('Model', self.model_id.name), ('MakeString', self.model_id.brand_id.name), ('VehicleID', self.vin_sn),
                ('LicenseNumberString', self.license_plate), ('DistanceMeasure', self.last_odometer or False, unit)]),
            *(('RepairOrder', order._prepare_star()) for order in orders),
            *(('RepairOrder', visit._prepare_star(unit)) for visit in earlier),
        ], lang=(self.env.lang or 'en_US').replace('_', '-'))
