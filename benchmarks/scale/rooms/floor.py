"""The time clocked on each job."""
from datetime import date

from builder import YEARS

from .order import get_order
from .outlet import PEOPLE

TABLES = ['aftersales_time_entry']


def build(scale):
    """Nobody works on two jobs at once, so the technicians take turns: the next one has the next job."""
    done, technicians = scale.closed * 3 // 2, scale.outlets * PEOPLE
    start = f"{scale.at(str(0))} + interval '{YEARS} years' * ((n / {technicians})::float8 / {done // technicians + 1})"
    scale.insert(
        'aftersales_time_entry', done,
        scale.one('SELECT id FROM aftersales_time_entry WHERE job_id IS NOT NULL AND stop IS NOT NULL ORDER BY id LIMIT 1'),
        source=f'SELECT n, {get_order(scale)} AS o, {start} AS begun FROM generate_series(1, {done}) n',
        job_id=f"{scale.first('aftersales_job')} + n", order_id=f"{scale.first('aftersales_order')} + o",
        workshop_id=f"{scale.first('aftersales_workshop')} + 1 + n % {technicians} / {PEOPLE}",
        employee_id=f"{scale.first('hr_employee')} + 1 + n % {technicians}", company_id=str(scale.ids['company']),
        start='begun', stop="begun + interval '90 minutes'", hours='1.5', supervisor_id='NULL', is_corrected='false')


def reads(place):
    """Figures of a month over all outlets."""
    def figures(env):
        today = date.today()
        return env['aftersales.time.entry']._get_figures(
            today.replace(day=1), today, workshops=env['aftersales.workshop'].search([]))
    yield 'time figures of this month, all outlets', figures
