"""Three orders a car, one job and a half each, three lines a job."""
from .outlet import get_bay, get_outlet, get_technician
from .vehicle import get_car, get_vehicle

TABLES = ['aftersales_order', 'aftersales_job', 'aftersales_order_line', 'aftersales_promise_change', 'aftersales_hold']
LINES = 3


def is_live(scale, n='n'):
    return f'{n} > {scale.closed}'


def get_state(scale, n='n'):
    live = f"(ARRAY['draft','received','in_progress','in_progress','quality_check','ready'])[1 + {scale.rand(n, 6, 40)}]"
    return f"CASE WHEN {is_live(scale, n)} THEN {live} WHEN {scale.rand(n, 50, 41)} = 0 THEN 'cancelled' ELSE 'delivered' END"


def get_order(scale, job='n'):
    """The order of job ``n``: every other has two."""
    return f'(1 + ({job} - 1) * 2 / 3)'


def get_partner(scale, n='n'):
    """The owner of the car of order ``n``."""
    return f"{scale.first('res_partner')} + 1 + {scale.rand(get_car(scale, n), scale.customers, 10)}"


def get_stars(scale, rating='n'):
    """What the customer gave with rating ``n``: one order in ten has one."""
    return f"1 + {scale.rand(rating, 5, 90)}"


def build(scale):
    rand, at = scale.rand, scale.at
    scale.jobs = scale.orders * 3 // 2
    state = get_state(scale)
    left = f"CASE WHEN NOT {is_live(scale)} THEN {at('n', '6 hours')} END"
    plate = 'NULL' if 'license_plate' not in scale.get_columns('aftersales_order') else (
        f"(SELECT license_plate FROM fleet_vehicle WHERE id = {get_vehicle(scale)})")
    scale.insert(
        'aftersales_order', scale.orders, scale.ids['order'], name="'RO/S/' || lpad(n::text, 8, '0')", state=state,
        workshop_id=get_outlet(scale), vehicle_id=get_vehicle(scale), partner_id=get_partner(scale), bay_id=get_bay(scale),
        license_plate=plate, vin="NULL", customer_name='NULL', access_token='md5(n::text)',
        received_date=f"CASE WHEN {state} != 'draft' THEN {at('n')} END", started_date=at('n', '30 minutes'),
        promise_date=at('n', '5 hours'), promise_first_date=at('n', '5 hours'), ready_date=left, delivered_date=left,
        promise_warning_date='NULL', ready_notice_date='NULL', create_date=at('n', '-1 hours'), amount_total='100 + n % 900',
        active=f"{is_live(scale)} OR {rand('n', 200, 42)} > 0", rating_last_value=f"CASE WHEN n % 10 = 0 AND n <= {scale.closed} THEN {get_stars(scale, 'n / 10')} ELSE 0 END",
        invoice_status=f"CASE WHEN {is_live(scale)} THEN 'no' WHEN {rand('n', 1000, 43)} = 0 AND n > {scale.closed * 9 // 10} "
                       "THEN 'to_invoice' ELSE 'invoiced' END",
        payment_state=f"CASE WHEN {is_live(scale)} THEN 'not_paid' WHEN {rand('n', 100, 44)} = 0 THEN 'not_paid' ELSE 'paid' END",
        user_id=scale.pick(_get_users(scale), 'n', 45))
    _build_keys(scale)
    _build_jobs(scale)
    scale.insert(
        'aftersales_promise_change', scale.orders // 10,
        scale.one('SELECT id FROM aftersales_promise_change ORDER BY id LIMIT 1'), order_id=f"{scale.first('aftersales_order')} + n * 10",
        date=at('n * 10', '3 hours'), new_date=at('n * 10', '5 hours'), old_date=at('n * 10', '4 hours'))
    scale.insert(
        'aftersales_hold', scale.orders // 10, scale.one("SELECT id FROM aftersales_hold ORDER BY id LIMIT 1"),
        order_id=f"{scale.first('aftersales_order')} + n * 10", job_id='NULL', workshop_id=get_outlet(scale, 'n * 10'),
        start=at('n * 10', '1 hours'), stop=f"CASE WHEN n * 10 <= {scale.closed} THEN {at('n * 10', '2 hours')} END")


def _get_users(scale):
    scale.run('''SELECT DISTINCT user_id FROM aftersales_order WHERE company_id = %s AND user_id IS NOT NULL ORDER BY user_id''',
              [scale.ids['company']])
    return [user for user, in scale.cursor.fetchall()]


def _build_keys(scale):
    """What orders are found by, as the application writes it."""
    if 'search_key' in scale.get_columns('aftersales_order'):
        scale.run('''UPDATE aftersales_order SET search_key = ' ' || replace(aftersales_order.name, '/', '') || vehicle.search_key
                       FROM fleet_vehicle vehicle WHERE vehicle.id = aftersales_order.vehicle_id AND aftersales_order.id > %s''',
                  [scale.first('aftersales_order')])
    if 'first_visit_date' in scale.get_columns('fleet_vehicle'):
        scale.run('''UPDATE fleet_vehicle SET first_visit_date = visit.first
                       FROM (SELECT vehicle_id, min(received_date) AS first FROM aftersales_order GROUP BY vehicle_id) visit
                      WHERE visit.vehicle_id = fleet_vehicle.id''')


def _build_jobs(scale):
    rand, order = scale.rand, get_order(scale)
    pattern = scale.one('''
        SELECT job.id FROM aftersales_job job WHERE order_id = %s AND technician_id IS NOT NULL
           AND EXISTS (SELECT 1 FROM aftersales_order_line line WHERE line.job_id = job.id AND line.line_type = 'part')
      ORDER BY id LIMIT 1''', [scale.ids['order']])
    scale.ids['job'] = pattern
    state = (f"CASE WHEN standing = 'delivered' THEN 'passed' WHEN standing = 'cancelled' THEN 'cancelled' "
             f"WHEN standing = 'in_progress' THEN (ARRAY['todo','doing','blocked'])[1 + {rand('n', 3, 50)}] "
             "WHEN standing IN ('quality_check', 'ready') THEN 'done' ELSE 'todo' END")
    declined = f"{rand('n', 25, 51)} = 0"
    scale.insert(
        'aftersales_job', scale.jobs, pattern,
        source=f'''SELECT n, o, {get_state(scale, "o")} AS standing
                     FROM (SELECT n, {order} AS o FROM generate_series(1, {scale.jobs}) n) job''',
        order_id=f"{scale.first('aftersales_order')} + o", workshop_id=get_outlet(scale, 'o'), vehicle_id=get_vehicle(scale, 'o'),
        payer_id=get_partner(scale, 'o'), co_payer_id='NULL', bay_id=get_bay(scale, 'o'),
        technician_id=f"CASE WHEN {rand('n', 30, 52)} > 0 OR standing = 'delivered' THEN {get_technician(scale, 'o')} END",
        state=state, approval=f"CASE WHEN {declined} THEN 'declined' WHEN standing = 'draft' THEN 'pending' ELSE 'approved' END",
        declined_state=f"CASE WHEN {declined} THEN (ARRAY['waiting','won','lost'])[1 + {rand('n', 3, 53)}] END",
        declined_date=f"CASE WHEN {declined} THEN {scale.at('o')} END", is_waiting_answer="standing = 'draft'",
        comeback_of_id=f"CASE WHEN {rand('n', 40, 54)} = 0 AND n > 9000 THEN {scale.first('aftersales_job')} + n - 9000 END",
        comeback_root_id='NULL', comeback_count=f"CASE WHEN {rand('n', 60, 58)} = 0 THEN 1 ELSE 0 END",
        rework_count=f"CASE WHEN {rand('n', 60, 55)} = 0 THEN 1 ELSE 0 END",
        recaptured_job_id='NULL', dismissed_date='NULL', started_date=scale.at('o', '40 minutes'),
        done_date=f"CASE WHEN standing = 'delivered' THEN {scale.at('o', '3 hours')} END",
        planned_start=f"CASE WHEN standing != 'draft' THEN {scale.at('o', '40 minutes')} END",
        planned_stop=f"CASE WHEN standing != 'draft' THEN {scale.at('o', '160 minutes')} END",
        clocked_hours='1.5', flat_rate_hours='1.2', create_date=scale.at('o', '-1 hours'), sequence='n % 3',
        amount_total='100 + n % 500', amount_untaxed='90 + n % 500', approved_amount='100 + n % 500')
    for kind, share in (('part', 2), ('labour', 1)):
        _build_lines(scale, kind, scale.jobs * share, share)


def _build_lines(scale, kind, count, share):
    """Two parts and one labour a job; the parts get the lower ids."""
    shift = 0 if kind == 'part' else scale.jobs * 2
    pattern = scale.one('SELECT id FROM aftersales_order_line WHERE job_id = %s AND line_type = %s ORDER BY id LIMIT 1',
                        [scale.ids['job'], kind])
    job = f'(1 + (n - 1) / {share})'
    sublet = f"{scale.rand('n', 100, 57)} = 0" if kind == 'labour' else 'false'
    scale.insert(
        'aftersales_order_line', count, pattern, source=f'''
            SELECT n, job, o FROM (SELECT n, {job} AS job, {get_order(scale, job)} AS o FROM generate_series(1, {count}) n) line''',
        id=f"{scale.first('aftersales_order_line')} + {shift} + n", job_id=f"{scale.first('aftersales_job')} + job",
        order_id=f"{scale.first('aftersales_order')} + o", purchase_line_id='NULL', create_date=scale.at('o'),
        line_type=f"CASE WHEN {sublet} THEN 'sublet' ELSE '{kind}' END",
        sublet_state=f"CASE WHEN {sublet} THEN CASE WHEN o > {scale.closed} THEN 'sent' ELSE 'back' END END",
        sublet_sent_date=f"CASE WHEN {sublet} THEN {scale.at('o')} END",
        sublet_vendor_id='NULL', price_subtotal='50 + n % 300', price_total='56 + n % 300')


def reads(place):
    """The search box of orders and of jobs, and what a list finds by the same words."""
    for kind, word in place.words.items():
        for model in ('aftersales.order', 'aftersales.job'):
            yield f'find {model} by {kind}', lambda env, model=model, word=word: env[model].name_search(word, limit=8)
    yield 'orders of a customer by his name', lambda env: env['aftersales.order'].web_search_read(
        [('partner_id', 'ilike', place.words['name'])], {'name': {}}, limit=80, count_limit=10001)
    yield 'orders of a customer', lambda env: env['aftersales.order'].web_search_read(
        [('partner_id', 'child_of', place.customer)], {'name': {}}, limit=80, count_limit=10001)
