"""Appointments of two orders in three, and those to come."""
from datetime import date, timedelta

from .order import get_partner
from .outlet import get_outlet, get_technician
from .vehicle import get_vehicle

TABLES = ['aftersales_appointment', 'aftersales_enquiry']


def build(scale):
    past, coming = scale.orders * 2 // 3, scale.live * 2
    pattern = scale.one("SELECT id FROM aftersales_appointment WHERE state = 'arrived' AND order_id IS NOT NULL ORDER BY id LIMIT 1")
    order = '(n * 3 / 2)'
    start = (f"CASE WHEN n > {past} THEN date_trunc('hour', timestamp '{scale.now}') + interval '1 hour' * (n - {past}) / {scale.outlets} * 8 "
             f"ELSE {scale.at(order, '-30 minutes')} END")
    scale.insert(
        'aftersales_appointment', past + coming, pattern, name="'A/S/' || lpad(n::text, 8, '0')",
        source=f'SELECT n, {order} AS o, {start} AS starts FROM generate_series(1, {past + coming}) n',
        workshop_id=get_outlet(scale, 'o'), vehicle_id=get_vehicle(scale, 'o'), partner_id=get_partner(scale, 'o'),
        state=f"CASE WHEN n > {past} THEN 'booked' WHEN {scale.rand('n', 20, 80)} = 0 THEN 'no_show' ELSE 'arrived' END",
        technician_id=get_technician(scale, 'o'), bay_id='NULL', enquiry_id='NULL', access_token="md5('a' || n)",
        order_id=f"CASE WHEN n <= {past} THEN {scale.first('aftersales_order')} + o END", start='starts',
        stop="starts + interval '20 minutes'", work_start='starts', work_stop="starts + interval '2 hours'", promise_date='NULL',
        create_date="starts - interval '3 days'", reminder_date=f"CASE WHEN n <= {past} THEN starts - interval '1 day' END",
        license_plate='NULL', contact_name='NULL', user_id='NULL')
    scale.run('''UPDATE aftersales_appointment visit SET search_key = ' ' || replace(visit.name, '/', '') || vehicle.search_key
                   FROM fleet_vehicle vehicle WHERE vehicle.id = visit.vehicle_id AND visit.id > %s''',
              [scale.first('aftersales_appointment')])
    enquiry = scale.one('SELECT id FROM aftersales_enquiry ORDER BY id LIMIT 1')
    if enquiry:
        scale.insert(
            'aftersales_enquiry', scale.orders // 10, enquiry, name="'E/S/' || n", vehicle_id=get_vehicle(scale, 'n * 10'),
            partner_id=get_partner(scale, 'n * 10'), workshop_id=get_outlet(scale, 'n * 10'), date=scale.at('n * 10'),
            create_date=scale.at('n * 10'), state=f"CASE WHEN n > {scale.orders // 10 - 30} THEN state ELSE 'answered' END")


def reads(place):
    def slots(env):
        workshop, today = env['aftersales.workshop'].browse(place.workshop), date.today()
        return workshop._find_slots(today + timedelta(days=1), today + timedelta(days=14), hours=1.5)
    yield 'slots of two weeks', slots
    for kind, word in place.words.items():
        yield f'find an appointment by {kind}', lambda env, word=word: env['aftersales.appointment'].name_search(word, limit=8)
