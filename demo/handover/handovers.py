from base64 import b64encode
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import file_open

from odoo.addons.aftersales.models.vehicle.vin import get_check_digit

# Number in the VIN, outlet, buyer, days until the hand-over, what is found, and how far it has come.
SOLD_CARS = [
    (930001, 'shanghai', 'customer_21', 2, None, 'open'),
    (930002, 'shanghai', 'customer_22', 0, None, 'ready'),
    (930003, 'shanghai', 'customer_23', 1, "Scratch on the rear bumper, 4 cm", 'defect'),
    (930004, 'shanghai', 'customer_24', -1, None, 'handed'),
    (930005, 'shanghai', 'customer_25', -3, None, 'dropped'),
    (930006, 'hangzhou', 'customer_26', 0, None, 'open'),
]


class AftersalesDemo(models.AbstractModel):
    """Sold cars before and after their hand-over: to inspect, ready, with a defect, handed over, dropped (P1)."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_car_handovers(self):
        with file_open('aftersales/demo/counter/signature.png', 'rb') as file:
            signature = b64encode(file.read())
        for serial, outlet, buyer, days, found, fate in SOLD_CARS:
            company = self._ref(f'company_{outlet}')
            handover = self._load_car_handover(serial, outlet, company, buyer, days)
            if fate == 'dropped':
                handover.drop_reason = "The buyer has withdrawn from the sale"
                handover.action_drop()
            elif fate == 'defect':
                handover.line_ids[0].write({'result': 'defect', 'finding_text': found})
                handover.action_all_in_order()
                handover.action_mend_defects()
            elif fate in ('ready', 'handed'):
                self._load_signed_inspection(handover, company, signature)
                if fate == 'handed':
                    handover.action_all_in_order()
                    handover.write({'signatory': handover.partner_id.name, 'signature': signature})
                    handover.action_sign_sales(signature)
                    handover.action_hand_over()

    def _load_car_handover(self, serial, outlet, company, buyer, days):
        vin = f'LSVNV4180TS{serial}'
        car = self.env['fleet.vehicle'].create({
            'model_id': self._ref('model_tiguan').id, 'license_plate': f'沪A·H{serial % 10000:04}', 'company_id': False,
            'vin_sn': vin[:8] + get_check_digit(vin) + vin[9:], 'model_year': str(fields.Date.today().year)})
        login = 'advisor' if outlet == 'shanghai' else 'advisor_hangzhou'
        return self._as(self.env['aftersales.handover'], login, company).create({
            'vehicle_id': car.id, 'partner_id': self._ref(buyer).id, 'odometer': 6 + serial % 10,
            'date': fields.Date.context_today(self) + timedelta(days=days)})

    def _load_signed_inspection(self, handover, company, signature):
        handover.action_all_in_order()
        self._as(handover, 'technician', company).action_sign_technician(signature)
        self._as(handover, 'inspector', company).action_sign_inspector(signature)
        handover.action_ready()
