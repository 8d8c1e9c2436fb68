from datetime import timedelta

from odoo import api, fields, models

# outlet, car, kind, brand, size, DOT, tread of the four, what is done with it
SETS = [
    ('shanghai', 0, 'winter', "Michelin X-Ice", '205/55 R16 91H', '3821', (6.1, 6.0, 5.4, 5.5), 'stored'),
    ('shanghai', 1, 'winter', "Continental WinterContact", '215/60 R17 96H', '4217', (3.6, 3.4, 3.9, 4.0), 'stored'),
    ('shanghai', 2, 'summer', "Pirelli Cinturato", '225/45 R17 94W', '1123', (5.0, 5.0, 4.6, 4.7), 'out'),
    ('shanghai', 3, 'summer', "Bridgestone Turanza", '205/55 R16 91V', '0920', (1.4, 1.5, 2.2, 2.1), 'stored'),
    ('shanghai', 4, 'winter', "Goodyear UltraGrip", '195/65 R15 91T', '4422', (7.0, 7.1, 6.8, 6.9), 'expected'),
    ('hangzhou', 0, 'winter', "Hankook Winter i*cept", '205/60 R16 92H', '3619', (4.9, 5.0, 4.4, 4.5), 'stored'),
]


class AftersalesDemo(models.AbstractModel):
    """A rack with customers' wheels: good ones, worn ones, one set that a change is booked for (N8)."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_tyres(self):
        cars = {}
        for outlet in ('shanghai', 'hangzhou'):
            workshop = self._ref(f'workshop_{outlet}')
            self.env['aftersales.tyre.place'].create([
                {'name': f'{rack}-{level}-{place}', 'workshop_id': workshop.id}
                for rack in ('A', 'B') for level in (1, 2) for place in (1, 2, 3)])
            cars[outlet] = self.env['fleet.vehicle'].search([
                ('is_customer_vehicle', '=', True), ('owner_id', '!=', False), ('license_plate', '!=', False),
                ('company_id', 'in', (False, workshop.company_id.id)),
                ('license_plate', '=like', '沪%' if outlet == 'shanghai' else '浙%')], order='id', limit=5)
        for outlet, car, *row in SETS:
            if car < len(cars[outlet]):
                self._load_tyre_set(outlet, cars[outlet][car], *row)

    def _load_tyre_set(self, outlet, car, season, brand, size, made, treads, end):
        company = self._ref(f'company_{outlet}')
        login = 'advisor' if outlet == 'shanghai' else 'advisor_hangzhou'
        tyres = self._as(self.env['aftersales.tyre.set'], login, company).create({
            'vehicle_id': car.id, 'workshop_id': self._ref(f'workshop_{outlet}').id, 'season': season,
            'accessories': "20 bolts, lock adapter",
        })
        for tyre, tread in zip(tyres.tyre_ids, treads, strict=True):
            tyre.write({'make_text': brand, 'size': size, 'made_code': made, 'tread_depth': tread})
        if end == 'expected':
            return
        tyres.action_store()
        if end == 'out':
            tyres.sudo().action_hand_out()  # sudo: those of a season that is over and paid
        else:
            self._backdate(tyres.sudo(), {tyres.sudo(): fields.Datetime.now() - timedelta(days=240)}, 'stored_date')
