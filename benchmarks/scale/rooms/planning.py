"""What jobs took of people and bays."""
from .order import get_order
from .outlet import get_outlet, get_technician

TABLES = ['aftersales_allocation']


def build(scale):
    """Those of the last weeks: older ones are tidied away. No two of one technician at a time."""
    count = scale.jobs - (scale.closed * 3 // 2)
    first = scale.jobs - count
    job = f'({first} + n)'
    scale.insert(
        'aftersales_allocation', count, scale.one('SELECT id FROM aftersales_allocation WHERE job_id IS NOT NULL ORDER BY id LIMIT 1'),
        source=f'SELECT n, {get_order(scale, job)} AS o FROM generate_series(1, {count}) n',
        job_id=f"{scale.first('aftersales_job')} + {first} + n", order_id=f"{scale.first('aftersales_order')} + o",
        workshop_id=get_outlet(scale, 'o'), employee_id=get_technician(scale, 'o'), bay_id='NULL', appointment_id='NULL',
        start=f"timestamp '{scale.now}' + interval '2 hours' * n", stop=f"timestamp '{scale.now}' + interval '2 hours' * n + interval '1 hour'")


def reads(place):
    for days in (1, 7):
        yield f'board of {days} days', lambda env, days=days: env['aftersales.workshop'].get_board(place.workshop, None, days)
