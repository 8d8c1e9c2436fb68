"""Files as the system of another dealer writes them: for ``exchange.py``, and nothing of it is anybody's.

A car has fifteen cells: one in five shares its owner with the car before, one in eight has a driver, one in four says its
plan of maintenance, all are delivered and so hold what is promised from then on. A visit has two rows, a car two visits, and
what was done on each is a service of its plan.
"""
from datetime import date, timedelta

MAKES, MODELS, COLOURS = ("Volkswagen", "Toyota", "BYD", "Bench"), 40, ("White", "Black", "Grey", "Red")
SERVICE, PLAN, POLICY = 'OIL-1', "Bench plan", 'BENCH-3'
NEW = date(2019, 1, 7)
WRONG_EVERY = 20


def make_vin(number):
    from odoo.addons.aftersales.models.vehicle.vin import get_check_digit

    vin = f'LSVBN0000{number:08d}'
    return vin[:8] + get_check_digit(vin) + vin[9:]


def write_customer(number):
    return f'B-{number},Person {number},139{number:08d},person{number}@example.com,Shanghai'


def write_vehicle(number):
    sold = NEW + timedelta(days=number % 2300)
    inspected, insured = (sold.replace(year=2027, day=1 + number % 28) for __ in range(2))
    return ','.join((
        make_vin(number), f'沪B{number:06d}', MAKES[number % 4], f'Car {number % MODELS}',
        f'B-{number - (number % 5 == 4)}', f'B-{number - 7}' if number % 8 == 7 else '', f'E{number}', COLOURS[number % 4],
        'Commercial' if not number % 10 else '', *map(str, (sold, sold + timedelta(days=3), inspected, insured)),
        str(9000 + number % 90000), f'2026-01-{1 + number % 28:02}', '' if number % 4 else PLAN))


def write_faulty_vehicle(number):
    """One in twenty is wrong, in one of four ways."""
    row = write_vehicle(number)
    if number % WRONG_EVERY:
        return row
    cells = row.split(',')
    place, text = ((0, cells[0][:-1]), (4, 'NOBODY'), (9, '31.02.2024'), (13, 'many'))[number // WRONG_EVERY % 4]
    cells[place] = text
    return ','.join(cells)


def write_history(number):
    """Two rows a visit, two visits a car; a service of the plan each year."""
    visit = number // 2
    if number % 2:
        return f'RO-{visit},,,,,part,BP-{number % 300},Filter {number % 300},1,88'
    car, again = divmod(visit, 2)
    day, shown = f'2025-0{1 + 6 * again}-{1 + car % 28:02}', 4000 + 3000 * again
    return f'RO-{visit},{make_vin(car)},B-{car - (car % 5 == 4)},{day},{shown},,{SERVICE},Oil and filter,0.8,240'


VEHICLE = ("VIN,Plate No.,Make of the Car,Model of the Car,Owner's Customer No.,Driver's Customer No.,Engine No.,"
           "Colour of the Car,Use of the Car,Day of the Sale,Day of the Delivery,Next Inspection,Insurance Ends,"
           "Odometer Shows,Day of the Reading,Plan of Maintenance")
# What a file holds: the kind of rows, its headings, a row.
FILES = {
    'customer': ('customer', "Customer No.,Customer's Name,Phone Number,Email Address,Town", write_customer),
    'vehicle': ('vehicle', VEHICLE, write_vehicle),
    'faulty': ('vehicle', VEHICLE, write_faulty_vehicle),
    'history': ('history', "Order No.,VIN,Customer No.,Came In On,Odometer Shows,Kind of the Row,Code or Part No.,"
                "Work or Part in Words,Hours or Pieces of It,Amount of the Row", write_history),
}
# What rows become, and what nobody asked them to.
TABLES = {
    'res_partner': "customers", 'fleet_vehicle': "cars", 'aftersales_ownership': "owners of cars",
    'fleet_vehicle_odometer': "readings", 'aftersales_coverage': "coverages", 'aftersales_past_visit': "visits",
    'aftersales_past_visit_line': "lines of visits", 'aftersales_service_record': "services", 'mail_activity': "activities",
    'mail_mail': "mails", 'mail_message': "messages", 'mail_followers': "followers", 'aftersales_notice': "notices",
}


def write_file(name, first, count):
    __, head, write = FILES[name]
    return "\n".join([head, *(write(number) for number in range(first, first + count))]).encode()


def prepare_register(env):
    """What the rows speak of: an operation, a plan of maintenance with it, and a policy in use; made once."""
    if env['aftersales.policy'].search_count([('code', '=', POLICY)], limit=1):
        return
    operation = env['aftersales.operation'].create({'name': "Oil and filter", 'code': SERVICE})
    env['aftersales.maintenance.plan'].create({'name': PLAN, 'line_ids': [(0, 0, {
        'name': "Oil service", 'interval_km': 10_000, 'interval_months': 12, 'operation_ids': operation.ids})]})
    env['aftersales.policy'].create({
        'name': "Bench guarantee", 'code': POLICY, 'months': 36, 'km': 100_000,
        'start_event': 'delivery'}).action_release()


def count_rows(cr):
    """:return: dict of table: how many rows it has"""
    counted = {}
    for table in TABLES:
        cr.execute(f'SELECT COUNT(*) FROM {table}')
        counted[table] = cr.fetchone()[0]
    return counted


def fill_owners(cr, first, count):
    """The customers after the first, like it, known by their numbers as if they had come from a file."""
    cr.execute("SELECT id, name, res_id FROM ir_model_data WHERE module = '__aftersales_exchange__' AND name LIKE %s",
               [f'Bench_%_customer_B-{first}'])
    known, name, pattern = cr.fetchone()
    cr.execute("SELECT MAX(id) FROM res_partner")
    shift = cr.fetchone()[0] - first
    for table, source, values in (
        ('res_partner', pattern, {
            'id': f'{shift} + n', 'commercial_partner_id': f'{shift} + n', 'name': "'Person ' || n",
            'complete_name': "'Person ' || n", 'ref': "'B-' || n", 'phone': "'139' || lpad(n::text, 8, '0')",
            'phone_sanitized': "'+86139' || lpad(n::text, 8, '0')", 'email': "'person' || n || '@example.com'",
            'email_normalized': "'person' || n || '@example.com'"}),
        ('ir_model_data', known, {
            'id': "nextval('ir_model_data_id_seq')", 'res_id': f'{shift} + n',
            'name': f"'{name.rpartition('-')[0]}-' || n"}),
    ):
        cr.execute("""SELECT column_name FROM information_schema.columns
                       WHERE table_name = %s AND table_schema = 'public' AND is_generated = 'NEVER'""", [table])
        columns = [column for column, in cr.fetchall()]
        picked = ', '.join(values.get(column, f'pattern.{column}') for column in columns)
        cr.execute(f"""INSERT INTO {table} ({', '.join(columns)})
                       SELECT {picked} FROM generate_series({first + 1}, {first + count - 1}) n,
                              (SELECT * FROM {table} WHERE id = {source}) pattern""")
    cr.execute("SELECT setval('res_partner_id_seq', (SELECT MAX(id) FROM res_partner))")
    cr.execute("ANALYZE res_partner")
    cr.execute("ANALYZE ir_model_data")
    cr.commit()
