from base64 import b64encode
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import file_open

LOANERS = [
    ('shanghai', '沪A·D1001', 'model_lavida', 220, 42000, 60),
    ('shanghai', '沪A·D1002', 'model_corolla', 240, 31500, 200),
    ('shanghai', '沪A·D1003', 'model_tiguan', 350, 18200, 20),
    ('hangzhou', '浙A·D2001', 'model_lavida', 210, 27300, 120),
]


class AftersalesDemo(models.AbstractModel):
    """Loaners: one out, one late, one that came back with a scratch and is promised again."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_loans(self):
        cars = [self._load_loaner(*row) for row in LOANERS]
        now = fields.Datetime.now().replace(minute=0, second=0, microsecond=0)
        orders = self.env['aftersales.order'].search([
            ('company_id', '=', self._ref('company_shanghai').id), ('state', 'in', ('received', 'in_progress'))], limit=3)
        owners = [self._ref(f'customer_0{number}') for number in range(1, 6)]
        self._load_loan(cars[0], now, -2, 2, partner=owners[0], order=orders[:1])
        self._load_loan(cars[1], now, -4, -1, partner=owners[1], reason='warranty', order=orders[1:2])
        self._load_loan(cars[2], now, -9, -6, partner=owners[2], reason='hire', back=-6)
        self._load_loan(cars[2], now, 0.3, 2.3, partner=owners[3], out=False)
        self._load_loan(cars[1], now, 0.5, 3, partner=owners[4], out=False)  # promised, and the car is not back
        self._load_loan(cars[3], now, 1, 2, partner=self._ref('customer_04'), out=False, reason='goodwill')

    def _load_loaner(self, outlet, plate, model, value, odometer, days):
        company, today = self._ref(f'company_{outlet}'), fields.Date.today()
        car = self.env['fleet.vehicle'].create({
            'license_plate': plate, 'model_id': self._ref(model).id, 'company_id': company.id, 'owner_id': False,
            'is_customer_vehicle': False, 'is_loaner': True, 'loaner_since': today - timedelta(days=30),
            'loaner_workshop_id': self._ref(f'workshop_{outlet}').id, 'loaner_place': "P2, key board by the reception",
            'loaner_daily_value': value, 'insurance_due_date': today + timedelta(days=days),
            'inspection_due_date': today + timedelta(days=days + 90),
        })
        self.env['fleet.vehicle.odometer'].create({
            'vehicle_id': car.id, 'value': odometer, 'date': today - timedelta(days=30)})
        return car

    def _load_loan(self, car, now, start, stop, partner, order=None, reason='service', out=True, back=None):
        """From ``start`` to ``stop``, in days from now; signed as the people of the outlet sign."""
        company = car.company_id
        login = 'advisor' if company == self._ref('company_shanghai') else 'advisor_hangzhou'
        loan = self._as(self.env['aftersales.loan'], login, company).create({
            'vehicle_id': car.id, 'workshop_id': car.loaner_workshop_id.id, 'partner_id': partner.id, 'reason': reason,
            'order_id': order.id if order else False,
            'date_from': now + timedelta(days=start), 'date_to': now + timedelta(days=stop if stop > 0 else 0.1),
            'licence_number': f'3101151985{partner.id:04}2217', 'licence_class': 'C1',
            'licence_expiry': fields.Date.today() + timedelta(days=1500), 'id_number': f'3101151985{partner.id:04}2217',
            'phone': partner.phone or '138 0000 0000', 'deposit': 3000, 'area': "Mainland China",
        })
        if not out:
            return
        self._sign_loan(loan, loan.action_hand_out(), odometer=car.last_odometer + 20, fuel_level=80)
        if back is not None:
            self._sign_loan(
                loan, loan.action_take_back(), odometer=car.last_odometer + 710, fuel_level=50, damage_ids=[Command.create({
                    'view': 'left', 'x': 0.3, 'y': 0.6, 'kind': 'scratch', 'note': "Door, 10 cm"})])
        start, stop = (now + timedelta(days=days) for days in (start, stop))
        self._move_loan(loan.sudo(), start, stop, back is not None and now + timedelta(days=back))

    def _sign_loan(self, loan, action, **values):
        with file_open('aftersales/demo/counter/signature.png', 'rb') as file:
            signature = b64encode(file.read())
        sheet = loan.env[action['res_model']].browse(action['res_id'])
        sheet.write({'accessories': "Warning triangle, papers", 'key_count': 1, **values})
        sheet.write({'signature': signature})
        sheet.action_sign_staff(signature)
        sheet.action_sign()

    def _move_loan(self, loan, start, stop, back):
        """Into the past, where nobody may hand out."""
        for field, moment in (
            ('date_from', start), ('date_out', start), ('busy_from', start), ('date_to', stop),
            ('date_back', back), ('busy_to', back or stop),
        ):
            if moment or field != 'date_back':
                self._backdate(loan, {loan: moment}, field)
