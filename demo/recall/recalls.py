import base64
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import file_open

from odoo.addons.aftersales.models.vehicle.vin import get_check_digit

# Cars on the maker's list: those of the register, and as many more as make thirty.
LISTED = 30
# What becomes of those that nobody expects yet.
STEPS = ('do', 'order', 'refuse', 'do', 'call', 'do')


class AftersalesDemo(models.AbstractModel):
    """A recall with thirty cars, one of each state; a stop-drive, and a campaign that is prepared."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_recalls(self):
        company = self._ref('company_shanghai')
        recall = self._create_recall(company)
        cars = self._start_recall(company, recall)
        self._backdate(recall, {recall: self._get_past_day(33)}, 'started_date')
        self._lead_cars(company, recall, cars)
        self._load_stop_drive(company)
        campaign = self._as(self.env['aftersales.recall'], 'claims', company).create({
            'maker_number': 'GM-26C-04', 'title': "Software of the door control unit", 'kind': 'campaign',
            'brand_id': self.env.ref('fleet.brand_buick').id,
            'remedy': "The software is brought up to date.", 'scope': 'model', 'company_id': company.id,
        })
        self._say_in_chinese({
            (campaign, 'title'): "车门控制单元软件", (campaign, 'remedy'): "升级控制单元软件。"})
        self._load_defect_report(company)

    def _create_recall(self, company):
        operation = self.env['aftersales.operation'].create({
            'name': "Fuel hose, replace and check for leaks", 'code': 'RC01', 'hours': 0.8,
            'work_class_id': self._ref('work_class_small').id,
        })
        recall = self._as(self.env['aftersales.recall'], 'claims', company).create({
            'maker_number': 'VW-20L7', 'title': "Fuel hose may leak", 'kind': 'recall', 'company_id': company.id,
            'brand_id': self.env.ref('fleet.brand_volkswagen').id, 'payer_id': self._ref('maker_volkswagen').id,
            'danger': "Fuel may leak in the engine bay. Near hot parts it can catch fire.",
            'remedy': "The fuel hose is replaced, and the engine bay is checked for leaks.",
            'operation_id': operation.id, 'date_from': self._get_past_day(40), 'date_to': self._get_past_day(-300),
            'part_ids': [Command.create({'product_id': self._ref('part_coolant').id, 'quantity': 1})],
            'target_ids': [
                Command.create({'week': week, 'percent': percent}) for week, percent in ((2, 10), (4, 30), (12, 80))],
        })
        self._say_in_chinese({
            (operation, 'name'): "更换燃油软管并检查渗漏", (recall, 'title'): "燃油软管可能渗漏",
            (recall, 'danger'): "燃油可能渗入发动机舱，遇高温部件会引起火灾。",
            (recall, 'remedy'): "更换燃油软管，并检查发动机舱有无渗漏。"})
        return recall

    def _start_recall(self, company, recall):
        """:return: the cars of the register that are on the list, those that nobody expects first"""
        vehicles = self.env['fleet.vehicle'].search([
            ('model_id.brand_id', '=', recall.brand_id.id), ('vin_sn', '!=', False), ('company_id', 'in', (False, company.id)),
        ], limit=LISTED - 6, order='id')
        vins = vehicles.mapped('vin_sn')
        for number in range(LISTED - len(vins)):
            vin = f'LSVNV4180SS{700100 + number}'
            vins.append(vin[:8] + get_check_digit(vin) + vin[9:])
        wizard = self._as(self.env['aftersales.recall.import'], 'claims', company).create({
            'recall_id': recall.id, 'text': '\n'.join(vins)})
        wizard.action_import()
        recall.action_run()
        return recall.car_ids.filtered(lambda car: car.vehicle_id.owner_id)

    def _lead_cars(self, company, recall, cars):
        in_house = self.env['aftersales.order'].search([('is_in_house', '=', True)]).vehicle_id
        wave = self._as(self.env['aftersales.recall.wave'], 'claims', company)._send(recall, 14, 'letter')[0]
        moment = fields.Datetime.now() - timedelta(days=26)
        tellings = self.env['aftersales.recall.telling'].search([('wave_id', '=', wave.id)])
        self._backdate(tellings, dict.fromkeys(tellings, moment), 'date')
        tellings.recall_vehicle_id._compute_told()
        self._backdate(wave, {wave: moment}, 'date')
        abroad, scrapped = recall.car_ids.filtered(lambda car: not car.vehicle_id)[:2]
        self._as(abroad, 'claims', company)._close('abroad', "Export paper of the customs")
        self._as(scrapped, 'claims', company)._close('scrapped', "Paper of the scrapyard")
        free = cars.filtered(lambda car: car.state in ('open', 'told') and car.vehicle_id not in in_house)
        for car, step in zip(free, STEPS):
            getattr(self, f'_{step}_recall')(company, car)

    def _read_signature(self):
        with file_open('aftersales/demo/counter/signature.png', 'rb') as file:
            return base64.b64encode(file.read())

    def _order_recall(self, company, car):
        """The car is in the house, and the advisor has put the work on its order."""
        vehicle = car.vehicle_id
        order = self._as(self.env['aftersales.order'], 'advisor', company).create({
            'vehicle_id': vehicle.id, 'partner_id': vehicle.owner_id.id, 'odometer_in': int(vehicle.last_odometer) + 120,
            'workshop_id': self._ref('workshop_shanghai').id,
        })
        order.action_receive()
        order.action_add_recalls()
        return order

    def _do_recall(self, company, car):
        order = self._order_recall(company, car)
        pickings = order.sudo().picking_ids.filtered(lambda picking: picking.state not in ('done', 'cancel'))
        pickings = self._as(pickings, 'parts', company)
        pickings.move_ids.picked = True
        if pickings:
            pickings.button_validate()
        order.job_ids.technician_id = order.workshop_id.employee_ids[:1]
        self._as(order.job_ids, 'technician', company).sudo()._transition('done')

    def _refuse_recall(self, company, car):
        wizard = self._as(self.env['aftersales.recall.signoff.wizard'], 'advisor', company).create({
            'recall_vehicle_id': car.id, 'kind': 'refused', 'reason': "Sells the car this month",
            'signature': self._read_signature()})
        wizard.action_apply()

    def _call_recall(self, company, car):
        self._as(car, 'advisor', company)._note_told('phone', "Comes next week.")

    def _load_stop_drive(self, company):
        recall = self._as(self.env['aftersales.recall'], 'claims', company).create({
            'maker_number': 'BYD-26R-11', 'title': "High-voltage contactor may weld", 'kind': 'recall',
            'brand_id': self.env.ref('fleet.brand_byd').id, 'payer_id': self._ref('maker_byd').id, 'stop_drive': True,
            'stop_sale': True, 'company_id': company.id,
            'danger': "The battery may stay connected after a crash, and can catch fire.",
            'remedy': "The contactor is replaced.", 'operation_id': self._ref('operation_m41').id,
        })
        self._say_in_chinese({
            (recall, 'title'): "高压接触器可能粘连", (recall, 'danger'): "碰撞后动力电池可能无法断开，会引起火灾。",
            (recall, 'remedy'): "更换高压接触器。"})
        vehicles = self.env['fleet.vehicle'].search([
            ('model_id.brand_id', '=', recall.brand_id.id), ('vin_sn', '!=', False), ('company_id', 'in', (False, company.id))])
        quiet = vehicles.filtered(lambda vehicle: not vehicle.aftersales_order_ids.filtered(lambda order: not order.is_locked))
        recall._import_vins(list(enumerate(quiet[:3].mapped('vin_sn'), 1)))
        recall.action_run()

    def _load_defect_report(self, company):
        report = self._as(self.env['aftersales.defect.report'], 'claims', company).create({
            'title': "Steering column creaks and jams", 'brand_id': self.env.ref('fleet.brand_volkswagen').id,
            'partner_id': self._ref('maker_volkswagen').id, 'company_id': company.id,
            'vehicle_ids': self.env['fleet.vehicle'].search([
                ('model_id.brand_id', '=', self.env.ref('fleet.brand_volkswagen').id),
                ('company_id', 'in', (False, company.id))], limit=2).ids,
            'observation': "On both cars the column jams for a moment when turning at low speed.",
        })
        report.action_send()
