"""The customer's answer to each job, with the lines he was shown."""
from .order import get_order, get_partner
from .outlet import get_outlet

TABLES = ['aftersales_authorisation', 'aftersales_authorisation_line']


def build(scale):
    order = get_order(scale)
    scale.insert(
        'aftersales_authorisation', scale.jobs, scale.one("SELECT id FROM aftersales_authorisation ORDER BY id LIMIT 1"),
        job_id=f"{scale.first('aftersales_job')} + n", order_id=f"{scale.first('aftersales_order')} + {order}",
        workshop_id=get_outlet(scale, order), customer_id=get_partner(scale, order), request_id='NULL', signature='NULL',
        date=scale.at(order, '20 minutes'), create_date=scale.at(order, '20 minutes'), content="'{}'",
        decision=f"CASE WHEN {scale.rand('n', 25, 51)} = 0 THEN 'declined' ELSE 'approved' END")
    scale.insert(
        'aftersales_authorisation_line', scale.jobs * 2,
        scale.one('SELECT id FROM aftersales_authorisation_line WHERE line_id IS NOT NULL ORDER BY id LIMIT 1'),
        authorisation_id=f"{scale.first('aftersales_authorisation')} + 1 + (n - 1) / 2",
        line_id=f"{scale.first('aftersales_order_line')} + n", line_ref=f"{scale.first('aftersales_order_line')} + n")
