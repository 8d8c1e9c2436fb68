"""Customers, their cars, who owned them, what the odometers showed, and the maintenance done."""
TABLES = ['res_partner', 'fleet_vehicle', 'fleet_vehicle_odometer', 'aftersales_ownership', 'aftersales_service_record']

FAMILY = '{Wang,Li,Zhang,Liu,Chen,Yang,Huang,Zhao,Wu,Zhou,Xu,Sun,Ma,Zhu,Hu,Guo,He,Lin,Gao,Luo}'
GIVEN = '{Wei,Fang,Na,Min,Jing,Li,Qiang,Lei,Jun,Yang,Yong,Yan,Jie,Juan,Tao,Ming,Chao,Xiulan,Xia,Ping}'
PLACES = '{沪A,沪B,苏E,浙A,京N,粤B,川A,鄂A}'

LAST_KM = 45000  # what a car had run at the last of its visits, at most


def get_sale(scale, car='n'):
    """The day on which a car was sold: of the last eight years."""
    return f"current_date - {scale.rand(car, 8 * 365, 19)}::int"


def get_vin(car='n'):
    return f"'LSVAA2183' || lpad(({car})::text, 8, '0')"


def build(scale):
    rand, customers = scale.rand, scale.customers
    partner = scale.one('SELECT owner_id FROM fleet_vehicle WHERE owner_id IS NOT NULL AND is_customer_vehicle ORDER BY id LIMIT 1')
    name = (f"('{FAMILY}'::text[])[1 + {rand('n', 20, 1)}] || ' ' || ('{GIVEN}'::text[])[1 + {rand('n', 20, 2)}]"
            f" || ' ' || ('{GIVEN}'::text[])[1 + {rand('n', 20, 3)}]")
    phone = "'+86 1' || (30 + n % 60) || ' ' || lpad((n * 7 % 10000)::text, 4, '0') || ' ' || lpad((n % 10000)::text, 4, '0')"
    scale.insert(
        'res_partner', customers, partner, name=name, complete_name=name, phone=phone,
        phone_sanitized=f"replace({phone}, ' ', '')",
        email=f"CASE WHEN {rand('n', 5, 4)} > 0 THEN 'c' || n || '@example.com' END",
        email_normalized=f"CASE WHEN {rand('n', 5, 4)} > 0 THEN 'c' || n || '@example.com' END",
        vat=f"CASE WHEN {rand('n', 9, 5)} = 0 THEN 'CN' || n END",
        street="'Road ' || n % 900", ref='NULL', barcode='NULL', parent_id='NULL', company_id='NULL',
        commercial_partner_id=f"{scale.first('res_partner')} + n",
        # Some are companies that get one invoice for all.
        aftersales_account_customer=f"{rand('n', 500, 6)} = 0", is_company=f"{rand('n', 20, 7)} = 0")
    _build_vehicles(scale, name, phone)
    _build_history(scale)


def _build_vehicles(scale, name, phone):
    rand = scale.rand
    pattern = scale.one('''SELECT id FROM fleet_vehicle WHERE is_customer_vehicle AND maintenance_plan_id IS NOT NULL
                            AND next_service_date IS NOT NULL ORDER BY id LIMIT 1''')
    owner = f"(1 + {rand('n', scale.customers, 10)})"
    plate = (f"('{PLACES}'::text[])[1 + {rand('n', 8, 11)}] || '·' || chr(65 + (n % 26)::int)"
             " || lpad(((n / 26) % 100000)::text, 5, '0')")
    vin = get_vin()
    owner_name, owner_phone = (text.replace('n %', 'owner %').replace('(n)', '(owner)').replace('n * 7', 'owner * 7')
                               for text in (name, phone))
    key = (f"' ' || upper(regexp_replace({plate}, '[^[:alnum:]]', '', 'g')) || ' ' || {vin}"
           f" || ' ' || regexp_replace({owner_phone}, '[^[:alnum:]]', '', 'g') || ' ' || upper({owner_name})")
    scale.insert(
        'fleet_vehicle', scale.vehicles, pattern,
        source=f'SELECT n, {owner} AS owner FROM generate_series(1, {scale.vehicles}) n',
        owner_id=f"{scale.first('res_partner')} + owner", contact_id='NULL', driver_id='NULL', lot_id='NULL',
        license_plate=plate, vin_sn=vin, search_key=key, name=f"'Car/' || {plate}", company_id='NULL',
        create_date=scale.at('n * 3'), active=f"{rand('n', 40, 12)} > 0",
        engine_number=f"CASE WHEN {rand('n', 4, 13)} > 0 THEN 'E' || n END",
        insurance_due_date=f"CASE WHEN {rand('n', 4, 14)} > 0 THEN current_date + ({rand('n', 700, 15)} - 350)::int END",
        inspection_due_date=f"CASE WHEN {rand('n', 4, 16)} > 0 THEN current_date + ({rand('n', 700, 17)} - 350)::int END",
        next_service_date=f"current_date + ({rand('n', 700, 18)} - 350)::int",
        sale_date=get_sale(scale), delivery_date=get_sale(scale), usage="'household'",
        last_odometer=f'{LAST_KM} + n % 30000', distance_km=f'{LAST_KM} + n % 30000', odometer_offset_km='0')
    scale.insert('aftersales_ownership', scale.vehicles, scale.one('SELECT id FROM aftersales_ownership ORDER BY id LIMIT 1'),
                 vehicle_id=f"{scale.first('fleet_vehicle')} + n", date_end='NULL',
                 partner_id=f"{scale.first('res_partner')} + {owner}", date_start=f"({scale.at('n * 3')})::date")


def get_car(scale, n='n'):
    """The number of the car of order ``n``: each car comes in turn, none twice on a day."""
    return f'(1 + ({n})::bigint * 1000003 % {scale.vehicles})'


def get_vehicle(scale, n='n'):
    """The id of the car of order ``n``."""
    return f"{scale.first('fleet_vehicle')} + {get_car(scale, n)}"


def _build_history(scale):
    """A reading and a service for each visit."""
    reading = scale.one("SELECT id FROM fleet_vehicle_odometer WHERE source = 'checkin' ORDER BY id LIMIT 1")
    scale.insert(
        'fleet_vehicle_odometer', scale.orders, reading, vehicle_id=get_vehicle(scale), date=f"({scale.at('n')})::date",
        value='n::float8 / %d * %d' % (scale.orders, LAST_KM), distance_km='n::float8 / %d * %d' % (scale.orders, LAST_KM),
        aftersales_order_id=f"{scale.first('aftersales_order')} + n", offset_km='0', driver_id='NULL')
    record = scale.one('SELECT id FROM aftersales_service_record WHERE order_id IS NOT NULL ORDER BY id LIMIT 1')
    scale.insert(
        'aftersales_service_record', scale.closed, record, vehicle_id=get_vehicle(scale), date=f"({scale.at('n')})::date",
        order_id=f"{scale.first('aftersales_order')} + n", distance_km='n::float8 / %d * %d' % (scale.orders, LAST_KM))


def reads(place):
    """The search box of vehicles and of customers."""
    for kind, word in place.words.items():
        if kind != 'number':
            yield f'find a vehicle by {kind}', lambda env, word=word: env['fleet.vehicle'].name_search(word, limit=8)
            yield f'find a customer by {kind}', lambda env, word=word: env['res.partner'].name_search(word, limit=8)
