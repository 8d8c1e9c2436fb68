import io
from base64 import b64encode

from PIL import Image, ImageDraw

from odoo import api, models
from odoo.fields import Command
from odoo.tools import SQL, file_open

from odoo.addons.aftersales.demo.order.visits import STATES

# What mends an item: the operation, or one per model.
WORK = {
    'pads_fl': {
        'b10': ('lavida', 'tiguan', 'passat'), 'b13': ('corolla', 'camry', 'rav4'), 'b14': ('qin', 'han', 'songplus'),
        'b15': ('model3', 'modely'), 'b16': ('bmw3', 'bmwx3'), 'b17': ('gl8', 'envision'),
    },
    'pads_rl': {'b12': ('lavida', 'tiguan', 'passat')},
    'tread_fl': {
        't12': ('model3', 'modely', 'han', 'es6', 'et5', 'p7'), 't11': ('tiguan', 'rav4', 'xingyue', 'bmwx3'),
        't10': (),
    },
    'brake_fluid': {'m35': ()},
    'coolant_level': {'m36': ()},
    'coolant_frost': {'m36': ()},
    'air_conditioning': {'a10': ()},
    'battery_12v_health': {'e11': ()},
    'lights_front': {'e13': ()},
    'fault_memory': {'d10': ()},
    'road_test': {'d11': ()},
    'dampers': {'c10': ()},
    'charge_port': {'h13': ()},
}
SAME_WORK = {
    'pads_fr': 'pads_fl', 'pads_rr': 'pads_rl', 'tread_fr': 'tread_fl', 'tread_rl': 'tread_fl', 'tread_rr': 'tread_fl',
}
# What the tester shows on the way to a cause, by operation: code, what it means, control unit.
FAULT_CODES = {
    'D10': ('P0301', "Misfire, cylinder 1", "Engine"),
    'D12': ('P0AA6', "Isolation of the high-voltage system too low", "High-voltage system"),
    'E20': ('P0303', "Misfire, cylinder 3", "Engine"),
    'N13': ('P0135', "Sensor heater, circuit open", "Engine"),
    'N16': ('P0128', "Coolant below the thermostat's temperature", "Engine"),
    'H11': ('P0D3A', "On-board charger, internal fault", "On-board charger"),
}
REASONS = ('later', 'price', 'time', 'elsewhere')
# Every how manieth car is checked, besides those with findings.
CHECKED = 3


class AftersalesDemo(models.AbstractModel):
    """Health checks of the visits; ``inspection/health_findings.csv`` tells what was found."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_visits(self):
        self._recommend_work()
        result = super()._load_visits()
        self._offer_again()
        return result

    def _recommend_work(self):
        for item in (*WORK, *SAME_WORK):
            self._ref(f'health_item_{item}').recommendation_ids = [
                Command.create({
                    'operation_id': self._ref(f'operation_{operation}').id,
                    'model_ids': [Command.set([self._ref(f'model_{model}').id for model in models_])],
                })
                for operation, models_ in WORK[SAME_WORK.get(item, item)].items()
            ]

    def _live_visits(self, company, rows, findings):
        result = super()._live_visits(company, rows, findings)
        checks = self.env['aftersales.health.check'].search([
            ('company_id', '=', company.id), ('order_id.state', 'not in', ('delivered', 'cancelled')),
        ])
        urgent = checks.line_ids.filtered(lambda line: line.result == 'urgent')
        self._as(urgent, 'technician', company)._create_job()
        return result

    def _prepare_job(self, spec, row, findings):
        """Where a cause was found, what the control unit said stands beside it."""
        vals = super()._prepare_job(spec, row, findings)
        operation = self.env['aftersales.operation'].browse(vals.get('operation_id'))
        if vals['cause'] and operation.code in FAULT_CODES:
            code, name, unit = FAULT_CODES[operation.code]
            vals['fault_code_ids'] = [Command.create({'code': code, 'name': name, 'control_unit': unit, 'status': 'cleared'})]
        return vals

    def _work_on_jobs(self, company, visits):
        slots = super()._work_on_jobs(company, visits)
        by_vehicle = {}
        for row in self._read_csv('health/health_findings.csv'):
            by_vehicle.setdefault(row['vehicle'], []).append(row)
        # The first visit of a car that stayed long enough.
        checked, seen = [], set()
        for order, row in visits:
            number = row['vehicle']
            if row['state'] in STATES and number not in seen and (number in by_vehicle or int(number) % CHECKED == 0):
                seen.add(number)
                checked.append((order, row))
        Check = self._as(self.env['aftersales.health.check'], 'manager', company).with_context(mail_create_nosubscribe=True)
        checks = Check.create([{'order_id': order.id} for order, __ in checked])
        for check, (__, row) in zip(checks, checked, strict=True):
            self._fill_check(check, by_vehicle.get(row['vehicle'], []))
        # One check of a car in the house is still being made.
        done = checks.filtered(lambda check: check.order_id.license_plate != self._ref('vehicle_19').license_plate)
        done.action_done()
        self._date_checks(done)
        return slots

    def _fill_check(self, check, findings):
        lines = {line.item_id: line for line in check.line_ids}
        for row in findings:
            line = lines.get(self._ref(f"health_item_{row['item']}")) if row['item'] else None
            if not line:
                continue
            phrase = line.item_id.phrase_ids[int(row['phrase']) - 1]
            answer = {'value': float(row['value'])} if row['value'] else {'result': phrase.result}
            line.write({**answer, 'phrase_id': phrase.id, 'note': row['note']})
            if row['film']:
                self._film_finding(line)
            if row['photo']:
                line.photo_ids = [Command.create({'name': line.name, 'image': self._draw_photo(line.result, row['value'])})]
        for line in check.line_ids.filtered(lambda line: line.kind == 'measured' and not line.result):
            line.value = self._get_good_value(line)
        if check.license_plate != self._ref('vehicle_19').license_plate:
            check.action_all_ok()
            check.line_ids.filtered(lambda line: not line.result).write({'result': 'ok'})

    def _get_good_value(self, line):
        """A value in order, not the same on every car."""
        spread = line.id % 5 / 20
        if line.direction == 'lower':
            return round(line.limit_soon + abs(line.limit_soon) * (0.02 if line.unit == 'V' else 0.2 + spread), 2)
        return round(line.limit_soon - abs(line.limit_soon) * (0.2 + spread), 2)

    def _date_checks(self, checks):
        """Checked an hour after the car came, by who works on it."""
        for check in checks.sudo():
            order = check.order_id
            self._backdate(check, {check: order.received_date}, 'done_date')
            technician = order.job_ids.technician_id[:1]
            if technician:
                self.env.cr.execute(SQL(
                    "UPDATE aftersales_health_check SET employee_id = %s, user_id = COALESCE(%s, user_id) WHERE id = %s",
                    technician.id, technician.user_id.id or None, check.id,
                ))
        self.env.cr.execute(SQL(
            """
            UPDATE aftersales_health_check_line line
               SET found_date = done_date, found_by_id = employee_id
              FROM aftersales_health_check checked
             WHERE checked.id = line.check_id AND checked.id IN %s
            """, tuple(checks.ids),
        ))
        self.env.invalidate_all()

    def _offer_again(self):
        """Why work was declined; some of it was sold later."""
        declined = self.env['aftersales.job'].search([('declined_state', '=', 'open')], order='id')
        # The demo has set the dates of the answers back meanwhile.
        self.env.add_to_compute(declined._fields['declined_date'], declined)
        for index, job in enumerate(declined):
            job.decline_reason_id = self._ref(f'decline_reason_{REASONS[index % len(REASONS)]}')
        for vehicle in ('37', '08'):
            jobs = declined & declined.search([('vehicle_id', '=', self._ref(f'vehicle_{vehicle}').id)])
            if jobs:
                jobs = self._as(jobs, 'advisor', jobs.company_id)
                jobs.action_take_over()
                jobs.recapture_job_ids._approve('phone')

    def _film_finding(self, line):
        """Four seconds of a pad that is worn out."""
        files = {}
        for name, suffix in (('film', 'webm'), ('poster', 'jpg')):
            with file_open(f'aftersales/demo/health/worn_pad.{suffix}', 'rb') as file:
                files[name] = b64encode(file.read())
        self.env['aftersales.health.video'].with_env(line.env).create({
            'line_id': line.id, 'name': line.name[:80], 'seconds': 4, **files})

    def _draw_photo(self, result, value):
        """A brake disc with a worn edge, for want of a camera."""
        image = Image.new('RGB', (640, 480), '#5a6470')
        draw = ImageDraw.Draw(image)
        draw.ellipse((90, 10, 550, 470), fill='#9aa5b1', outline='#3b444d', width=6)
        draw.ellipse((230, 150, 410, 330), fill='#3b444d')
        colour = {'urgent': '#c62828', 'soon': '#f2b705'}.get(result, '#2e8540')
        draw.arc((90, 10, 550, 470), 300, 60, fill=colour, width=26)
        if value:
            draw.rectangle((430, 400, 640, 480), fill='#1b1f24')
            draw.text((450, 415), value, fill='#ffffff', font_size=44)
        buffer = io.BytesIO()
        image.save(buffer, 'JPEG', quality=70)
        return b64encode(buffer.getvalue())
