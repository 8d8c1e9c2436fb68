from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command

# Minutes from the call to each step.
TIMES = {
    'confirmed_date': 2, 'accepted_date': 7, 'under_way_date': 10, 'arrived_date': 27, 'working_date': 30,
    'towing_date': 40, 'solved_date': 62, 'handed_in_date': 80, 'closed_date': 200,
}
WAY = ('under_way', 'arrived')


class AftersalesDemo(models.AbstractModel):
    """Who is stranded just now, whom crews drive to, and the calls of the last weeks with their reports (J7, J9)."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_rescues(self):
        shanghai = self._ref('company_shanghai')
        partners = self.env['res.partner'].create([{
            'name': name, 'phone': phone, 'is_company': True, 'street': street, 'city': "Shanghai",
            'aftersales_is_rescue_partner': True, 'aftersales_rescue_area': area,
            'aftersales_rescue_equipment': equipment, 'aftersales_rescue_zones': zones,
            'aftersales_rescue_contract_end': fields.Date.today() + timedelta(days=200),
            'aftersales_rescue_truck_ids': [Command.link(self._ref(f'rescue_truck_{truck}').id) for truck in trucks],
            'aftersales_rescue_tariff_ids': [
                Command.create({'company_id': shanghai.id, 'base_price': 260, 'km_price': 6, 'free_km': 10}),
                Command.create({
                    'company_id': shanghai.id, 'area_kind': 'motorway', 'base_price': 450, 'km_price': 9})],
        } for name, phone, street, area, equipment, zones, trucks in (
            ("Shun An Road Rescue", '+86 21 5833 0110', "Hunan Road 2100", "Pudong, motorways S1 S20 S32", "Dollies, winch",
             'all', ('flatbed', 'dolly', 'low')),
            ("Pu Jiang Towing", '+86 21 5899 7722', "Dongfang Road 700", "Pudong and the city", "Crane 8 t", 'near',
             ('flatbed', 'crane', 'ev')))])
        self._load_own_prices(shanghai)
        for row in self._read_csv('rescue/rescues.csv'):
            self._load_rescue(row, partners)
        self._load_round(shanghai)
        self.env['aftersales.rescue'].search(
            [('company_id', '=', shanghai.id), ('state', '=', 'handed_in')], limit=1).action_promise_supplier()

    def _load_own_prices(self, shanghai):
        """What our own crews cost."""
        self.env['aftersales.rescue.tariff'].create([
            {'company_id': shanghai.id, 'base_price': 150, 'km_price': 5, 'free_km': 10, 'night_price': 80, 'absent_price': 80},
            {'company_id': shanghai.id, 'area_kind': 'motorway', 'base_price': 300, 'km_price': 6, 'night_price': 120,
             'absent_price': 150}])

    def _load_round(self, shanghai):
        """A fleet that is inspected by plan, and what a crew spent on the way, half approved."""
        outlet = self._ref('workshop_shanghai')
        cars = self.env['fleet.vehicle'].search(
            [('owner_id.is_company', '=', True), ('company_id', 'in', (False, shanghai.id)),
             ('is_customer_vehicle', '=', True)], limit=3)
        if cars:
            self.env['aftersales.rescue.round'].create({
                'partner_id': cars[0].owner_id.id, 'company_id': shanghai.id, 'workshop_id': outlet.id,
                'place': "Jinke Road 2889, car park B1", 'phone': cars[0].owner_id.phone, 'every_months': 6,
                'next_date': fields.Date.today() + timedelta(days=40), 'note': "Keys at the gate; between 9 and 11.",
                'vehicle_ids': cars.filtered(lambda car: car.owner_id == cars[0].owner_id).ids})
        case = self.env['aftersales.rescue'].search(
            [('company_id', '=', shanghai.id), ('kind', '=', 'on_site'), ('employee_id', '!=', False)], limit=1)
        for kind, amount, note, end in (('toll', 35, "G60, receipt 0871", 'checked'), ('allowance', 50, "Half a day", 'asked')):
            if case:
                expense = self.env['aftersales.rescue.expense'].create({
                    'rescue_id': case.id, 'employee_id': case.employee_id.id, 'kind': kind, 'amount': amount, 'note': note})
                expense.action_ask()
                if end == 'checked':
                    self._as(expense, 'dispatcher', shanghai).action_check()

    def _load_rescue(self, row, partners):
        """As it was called so many minutes ago, and as far as it went (``end``)."""
        company, end = self._ref(f"company_{row['outlet']}"), row['end']
        start = fields.Datetime.now() - timedelta(minutes=int(row['minutes']))
        vehicle = row['vehicle'] and self._ref(row['vehicle'])
        has_people = row['outlet'] == 'shanghai'
        advisor = 'advisor' if has_people else 'advisor_hangzhou'
        rescue = self._as(self.env['aftersales.rescue'], advisor, company).create({
            'workshop_id': self._ref(f"workshop_{row['outlet']}").id, 'kind': row['kind'], 'area_kind': row['area'],
            'place': row['place'], 'road_note': row['road'], 'vehicle_id': vehicle.id if vehicle else False,
            'car_words': not vehicle and row['story'].split(',')[0], 'fault': row['fault'], 'story': row['story'],
            'truck': row['truck'], 'call_date': start, 'phone': vehicle and (vehicle.owner_id.phone) or '+86 138 0571 2255',
            'caller_name': "" if vehicle else "Ms Shen", 'is_price_told': end not in ('new', 'confirmed'),
            'is_lane_blocked': row['area'] == 'motorway', 'is_safety_told': True,
        })
        if end == 'new':
            return
        if end == 'cancelled':
            rescue._cancel("A neighbour helped out")
            return
        rescue.action_confirm()
        if end == 'confirmed':
            return
        rescue = rescue.with_env(self.env)  # as the system: not each house has a dispatcher
        self._ask_crew(rescue, partners, has_people)
        if end == 'offered':
            return
        rescue.offer_ids.filtered(lambda offer: offer.state == 'asked')._accept(is_by_link=True)
        self._tick_steps(rescue, ('before',))
        rescue.action_under_way()
        if end != 'under_way':
            self._finish_rescue(rescue, end, company)
        self._backdate_rescue(rescue, start)

    def _ask_crew(self, rescue, partners, has_people):
        is_towed = rescue.truck != 'none'
        technicians = rescue.workshop_id._get_technicians()
        busy = rescue.search([('is_open', '=', True)]).employee_id
        crew = {'partner_id': partners[rescue.id % 2].id} if is_towed or not has_people else {
            'employee_id': (technicians - busy)[:1].id or technicians[:1].id}
        rescue.offer_ids = [Command.create({**crew, 'sequence': 1}), Command.create({
            'partner_id': partners[(rescue.id + 1) % 2].id, 'sequence': 2})]
        rescue._ask_next()

    def _finish_rescue(self, rescue, end, company):
        rescue.action_arrive()
        if end in ('handed_in', 'handed_closed'):
            rescue.action_tow()
            rescue.action_hand_in()
            if rescue.vehicle_id and end == 'handed_in':
                self._as(rescue, 'advisor', company)._create_order()
        else:
            rescue.action_work()
            self._tick_steps(rescue, ('there',))
            rescue.action_solve()
            self._write_rescue_sheet(rescue)
        if end in ('closed', 'handed_closed'):
            rescue.result = "Started again" if end == 'closed' else "Towed to us, coolant hose replaced"
            self._tick_steps(rescue, ('after',))
            rescue.action_close()

    def _tick_steps(self, rescue, phases):
        for tick in rescue.tick_ids.filtered(lambda tick: tick.phase in phases):
            tick._tick_by_crew(rescue.offer_ids.filtered(lambda offer: offer.state == 'accepted')[:1])

    def _write_rescue_sheet(self, rescue):
        """The report as it was signed at the place; of the one of today the cash is still with the crew."""
        is_today = rescue.call_date > fields.Datetime.now() - timedelta(days=1)
        sheet = self.env['aftersales.rescue.sheet'].create({
            'rescue_id': rescue.id, 'odometer': 48200, 'coverage_words': "Customer", 'crew_km': 22,
            'fault_found': "Battery at 9.8 V", 'cause': "Battery seven years old", 'work_done': "Battery replaced, charged",
            'tests': "Started five times, charging voltage 14.2 V", 'is_solved': True, 'hours_paid': 0.5,
            'travel_price': 120, 'labour_price': 80, 'crew_signatory': rescue.crew_name,
            'signatory': rescue.caller_name or rescue.partner_id.name, 'mark_manner': '4', 'mark_skill': '4',
            'mark_speed': '3', 'mark_tidy': '4',
            **({'cash_amount': 200, 'cash_taken_by': rescue.crew_name, 'cash_date': fields.Datetime.now()} if is_today else {}),
        })
        sheet.signature = self._draw_signature()
        sheet.action_sign()

    def _backdate_rescue(self, rescue, start):
        """The buttons stamp the moment; here it was a while ago."""
        self.env.flush_all()
        moments = {name: start + timedelta(minutes=minutes) for name, minutes in TIMES.items() if rescue[name]}
        for name, moment in moments.items():
            self._backdate(rescue, {rescue: min(moment, fields.Datetime.now())}, name)
