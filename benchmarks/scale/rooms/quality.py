"""One inspection a job that is done, with two lines."""
from .order import get_order
from .outlet import get_outlet, get_technician

TABLES = ['aftersales_inspection', 'aftersales_inspection_line']


def build(scale):
    order = get_order(scale)
    state = f"CASE WHEN n <= {scale.closed * 3 // 2} THEN 'pass' ELSE 'draft' END"
    done = scale.one("SELECT id FROM aftersales_inspection WHERE state = 'pass' ORDER BY id LIMIT 1")
    scale.insert(
        'aftersales_inspection', scale.jobs, done, job_id=f"{scale.first('aftersales_job')} + n",
        order_id=f"{scale.first('aftersales_order')} + {order}", workshop_id=get_outlet(scale, order),
        inspector_id=get_technician(scale, order, 5), date=scale.at(order, '4 hours'), state=state)
    scale.insert(
        'aftersales_inspection_line', scale.jobs * 2, scale.one('SELECT id FROM aftersales_inspection_line ORDER BY id LIMIT 1'),
        inspection_id=f"{scale.first('aftersales_inspection')} + 1 + (n - 1) / 2")
