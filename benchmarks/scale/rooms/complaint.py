"""Complaints of some years: one of ten cars had one, each with who is responsible and what the customer got.

A tenth is open; the others were closed, some late, some unfounded.
"""

TABLES = [
    'aftersales_complaint', 'aftersales_complaint_party', 'aftersales_complaint_solution', 'aftersales_complaint_letter']
PER_VEHICLE = 10
DAYS = 1500


def build(scale):
    pattern = scale.one('''SELECT id FROM aftersales_complaint WHERE state = 'closed' AND kind = 'complaint' AND company_id = %s
                        ORDER BY id LIMIT 1''', [scale.ids['company']])
    if not pattern:
        return  # of a demo database that began before there were complaints
    count = scale.vehicles // PER_VEHICLE
    begun = f"timestamp '{scale.now}' - interval '1 hour' * (24 * (1 + {scale.rand('n', DAYS, 101)}) + n % 9)"
    state = "(ARRAY['closed','closed','closed','closed','closed','closed','closed','unfounded','closed','investigating'])[1 + n % 10]"
    ended = f"CASE WHEN n % 10 != 9 THEN {begun} + interval '1 day' * {scale.rand('n', 20, 102)} END"
    categories, causes = (
        scale.one(f'SELECT array_agg(id ORDER BY id) FROM aftersales_complaint_{name}') for name in ('category', 'cause'))
    scale.insert(
        'aftersales_complaint', count, pattern, name="'S' || lpad(n::text, 7, '0')", state=state,
        vehicle_id=f"{scale.first('fleet_vehicle')} + 1 + (n * 7) % {max(scale.vehicles // 15, 1)}",
        license_plate="'S-' || n", order_id='NULL', job_id='NULL', root_id='NULL', origin_id='NULL', invoice_id='NULL',
        category_id=scale.pick(categories, 'n', 103), cause_id=scale.pick(causes, 'n', 104),
        received_date=begun, registered_date=begun, stage_date=begun, due_date=f"{begun} + interval '13 days'",
        closed_date=ended, is_closed_late=f"({ended}) > {begun} + interval '13 days'")
    first = scale.first('aftersales_complaint')
    for table, values in (
        ('party', {'share': '100'}), ('solution', {'job_id': 'NULL', 'move_id': 'NULL', 'picking_id': 'NULL'}),
        ('letter', {'date': f"timestamp '{scale.now}' - interval '1 day' * (n % {DAYS})"}),
    ):
        row = scale.one(f'SELECT id FROM aftersales_complaint_{table} WHERE complaint_id = %s ORDER BY id LIMIT 1', [pattern])
        if row:
            scale.insert(f'aftersales_complaint_{table}', count, row, complaint_id=f'{first} + n', **values)


def reads(place):
    """The figures as the pivot asks for them, and a case on the form with what it costs."""
    measures = ['complaints:sum', 'in_time:avg', 'satisfied:avg', 'recurrence_90:avg', 'cost_net:sum', 'per_thousand:avg']

    def figures(env):
        env['aftersales.complaint.report']._read_group([], ['date:month'], measures)

    def by_category(env):
        env['aftersales.complaint.report']._read_group([], ['category_id', 'date:month'], measures)

    def costs(env):
        complaint = env['aftersales.complaint'].search([('state', '=', 'closed')], limit=1)
        complaint.read(['cost_net', 'recurrence_days', 'has_missing_documents'])

    yield 'complaint: figures by month', figures
    yield 'complaint: figures by category and month', by_category
    yield 'complaint: cost of one case', costs
