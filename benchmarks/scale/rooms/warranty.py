"""Three coverages a car, of the demo's policies, begun when the car was sold; most of them are over.

One job in fifty went through the maker: some of its parts for free, with the old ones kept.
"""
from .order import get_order
from .outlet import get_outlet, get_technician
from .vehicle import get_sale, get_vehicle

TABLES = [
    'aftersales_coverage', 'aftersales_warranty_registration', 'aftersales_free_issue', 'aftersales_free_issue_line',
    'aftersales_old_part']
STEP = 50


def build(scale):
    coverages = scale.vehicles * 3
    car = '(1 + (n - 1) / 3)'
    policies = "(SELECT array_agg(id ORDER BY id) FROM aftersales_policy WHERE start_event != 'fitted')"
    begun = get_sale(scale, car)
    scale.insert(
        'aftersales_coverage', coverages,
        scale.one("SELECT id FROM aftersales_coverage WHERE fitted_line_id IS NULL AND vehicle_id IS NOT NULL ORDER BY id LIMIT 1"),
        vehicle_id=f"{scale.first('fleet_vehicle')} + {car}", policy_id=f"({policies})[1 + (n - 1) % 3]", start_date=begun,
        end_date=f"{begun} + 1095", final_date=f"{begun} + 1095", company_id='NULL', lot_name='NULL', lot_key='NULL')
    scale.insert(
        'aftersales_warranty_registration', scale.vehicles // 2,
        scale.one('SELECT id FROM aftersales_warranty_registration ORDER BY id LIMIT 1'),
        vehicle_id=f"{scale.first('fleet_vehicle')} + n", sale_date=get_sale(scale), company_id=str(scale.ids['company']),
        partner_id=f"{scale.first('res_partner')} + 1 + {scale.rand('n', scale.customers, 10)}",
        state=f"CASE WHEN {get_sale(scale)} > current_date - 20 THEN 'due' ELSE 'confirmed' END",
        due_date=f"{get_sale(scale)} + 20", first_reminder_date=f"{get_sale(scale)} + 10", last_reminder_date=f"{get_sale(scale)} + 18")
    _build_free_issues(scale)


def _build_free_issues(scale):
    """Closed ones, those of the last days ever so open; with one line each."""
    issues = scale.jobs // STEP
    job = f'(n * {STEP})'
    order = get_order(scale, job)
    placed = {
        'job_id': f"{scale.first('aftersales_job')} + {job}", 'order_id': f"{scale.first('aftersales_order')} + {order}",
        'vehicle_id': get_vehicle(scale, order), 'workshop_id': get_outlet(scale, order),
        'company_id': str(scale.ids['company'])}
    is_open = f'n > {issues} - {scale.outlets * 2}'
    state = f"CASE WHEN {is_open} THEN 'issued' ELSE 'closed' END"
    scale.insert(
        'aftersales_free_issue', issues, scale.one('SELECT id FROM aftersales_free_issue ORDER BY id LIMIT 1'),
        **placed, name="'FI/S/' || lpad(n::text, 8, '0')", state=state, employee_id=get_technician(scale, order),
        license_plate=f"(SELECT license_plate FROM fleet_vehicle WHERE id = {get_vehicle(scale, order)})",
        issued_date=scale.at(order, '2 hours'), used_date=f"CASE WHEN NOT {is_open} THEN {scale.at(order, '3 hours')} END",
        closed_date=f"CASE WHEN NOT {is_open} THEN {scale.at(order, '9 hours')} END", create_date=scale.at(order))
    scale.insert(
        'aftersales_free_issue_line', issues, scale.one('SELECT id FROM aftersales_free_issue_line ORDER BY id LIMIT 1'),
        issue_id=f"{scale.first('aftersales_free_issue')} + n", issue_state=state, company_id=placed['company_id'],
        part_line_id=f"{scale.first('aftersales_order_line')} + {job} * 2")
    scale.insert(
        'aftersales_old_part', issues, scale.one('SELECT id FROM aftersales_old_part ORDER BY id LIMIT 1'), **placed,
        name="'OP/S/' || lpad(n::text, 8, '0')", issue_id=f"{scale.first('aftersales_free_issue')} + n",
        issue_line_id=f"{scale.first('aftersales_free_issue_line')} + n",
        deadline=f"({scale.at(order, '30 days')})::date",
        handed_in_date=f"CASE WHEN NOT {is_open} THEN ({scale.at(order, '1 days')})::date END", create_date=scale.at(order))


def reads(place):
    """What one car is promised, as the counter asks it, however many coverages there are."""
    def coverage(env):
        env['fleet.vehicle'].browse(place.vehicle)._get_coverage_standings()
    yield 'warranty: coverages of a car', coverage

    def job(env):
        env['aftersales.order'].browse(place.order).job_ids._get_coverage_standings()
    yield 'warranty: what covers the jobs of an order', job
