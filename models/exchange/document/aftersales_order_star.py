import base64

import pytz

from odoo import api, fields, models

from . import star


class AftersalesOrder(models.Model):
    """The order as a ``RepairOrder`` of STAR 5, for makers and other systems; without the customer's name."""
    _inherit = 'aftersales.order'

    star_file = fields.Binary(
        string="STAR Repair Order", compute='_compute_star_file', exportable=False, groups='aftersales.group_price')

    @api.depends('state')
    def _compute_star_file(self):
        for order in self:
            order.star_file = base64.b64encode(order._write_star())

    @api.readonly
    def action_get_star(self):
        """Download the order as an XML document."""
        self.ensure_one()
        self.check_access('read')
        return {
            'type': 'ir.actions.act_url', 'target': 'self',
            'url': f'/web/content/{self._name}/{self.id}/star_file?download=true&filename=RepairOrder-{self.id}.xml'}

    def _write_star(self):
        self.ensure_one()
        moment = pytz.utc.localize(fields.Datetime.now()).astimezone(self.workshop_id._get_tz())
        return star.write_document(
            'Show', 'RepairOrder', self.company_id._get_star_sender(), moment, self._prepare_star(),
            lang=(self.env.lang or 'en_US').replace('_', '-'))

    def _prepare_star(self):
        self.ensure_one()
        unit = {'unitCode': 'SMI' if self.odometer_unit == 'miles' else 'KMT'}
        return [
            ('RepairOrderHeader', [
                star.identify(self.name),
                ('RepairOrderOpenedDate', self._say_star_day(self.received_date)),
                ('RepairOrderCompletedDate', self._say_star_day(self.ready_date)),
                ('RepairOrderInvoiceDate', self._say_star_day(self.delivered_date)),
                ('InDistanceMeasure', self.odometer_in or False, unit),
                ('OutDistanceMeasure', self.odometer_out or False, unit),
                ('ServiceAdvisorParty', [('SpecifiedPerson', [('ID', self.user_id.id or False)])]),
            ]),
            ('RepairOrderVehicleLineItem', [('Vehicle', [
                ('Model', self.model_id.name), ('MakeString', self.model_id.brand_id.name),
                ('VehicleID', self.vin), ('LicenseNumberString', self.license_plate)])]),
            *(self._prepare_star_job(entry) for entry in self._get_print_jobs()),
        ]

    def _prepare_star_job(self, entry):
        job, currency = entry['job'], {'currencyID': self.currency_id.name}
        lines = [(line, star.identify_item(line.product_id.default_code), line._get_print_name()) for line in entry['lines']]
        return ('Job', [
            ('JobNumberString', str(entry['number'])),
            ('OperationID', job.operation_id.code), ('OperationName', job._get_print_name()),
            ('CodesAndCommentsExpanded', [
                ('ComplaintDescription', job.concern or self.concern), ('CauseDescription', job.cause),
                ('CorrectionDescription', job.correction)]),
            *(('ServiceLabor', [
                ('LaborOperationID', line.operation_id.code), ('LaborOperationDescription', name),
                ('LaborAllowanceHoursNumeric', line.quantity), ('ChargeAmount', line.price_subtotal, currency)])
              for line, item, name in lines if line.line_type == 'labour'),
            *(('ServiceParts', [
                item, ('ItemIdDescription', name), ('ItemQuantity', line.quantity, {'unitCode': 'EA'}),
                ('ChargeAmount', line.price_subtotal, currency)])
              for line, item, name in lines if line.line_type == 'part'),
            *(('ServiceMiscellaneous', [('Description', name), ('ChargeAmount', line.price_subtotal, currency)])
              for line, item, name in lines if line.line_type not in ('labour', 'part')),
        ])

    def _say_star_day(self, moment):
        return self.workshop_id._get_local_day(moment).isoformat() if moment else False
