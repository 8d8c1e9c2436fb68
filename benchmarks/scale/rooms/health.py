"""A health check every other order, with three results; one in ten is a finding."""
from .outlet import get_outlet, get_technician
from .vehicle import get_vehicle

TABLES = ['aftersales_health_check', 'aftersales_health_check_line']


def build(scale):
    checks = scale.orders // 2
    order = 'n * 2'
    state = f"CASE WHEN {order} <= {scale.closed} THEN 'done' ELSE 'draft' END"
    scale.insert(
        'aftersales_health_check', checks, scale.one("SELECT id FROM aftersales_health_check WHERE state = 'done' ORDER BY id LIMIT 1"),
        order_id=f"{scale.first('aftersales_order')} + {order}", vehicle_id=get_vehicle(scale, order), state=state,
        workshop_id=get_outlet(scale, order), employee_id=get_technician(scale, order), done_date=scale.at(order, '1 hours'))
    found = f"{scale.rand('n', 10, 70)} = 0"
    outcome = f"(ARRAY['open','job','checked','checked','checked','checked'])[1 + {scale.rand('n', 6, 71)}]"
    scale.insert(
        'aftersales_health_check_line', checks * 3,
        scale.one("SELECT id FROM aftersales_health_check_line WHERE outcome = 'open' AND phrase_id IS NULL ORDER BY id LIMIT 1")
        or scale.one("SELECT id FROM aftersales_health_check_line WHERE outcome = 'open' ORDER BY id LIMIT 1"),
        source=f'SELECT n, (1 + (n - 1) / 3) AS c, (1 + (n - 1) / 3) * 2 AS o FROM generate_series(1, {checks * 3}) n',
        check_id=f"{scale.first('aftersales_health_check')} + c", order_id=f"{scale.first('aftersales_order')} + o",
        vehicle_id=get_vehicle(scale, 'o'), found_date=f"CASE WHEN o <= {scale.closed} THEN {scale.at('o', '1 hours')} END",
        found_by_id=get_technician(scale, 'o'), job_id='NULL', declined_job_id='NULL', previous_line_id='NULL', dismissed_date='NULL',
        result=f"CASE WHEN {found} THEN (ARRAY['soon','urgent'])[1 + {scale.rand('n', 2, 72)}] ELSE 'ok' END",
        outcome=f"CASE WHEN {found} AND o <= {scale.closed} THEN {outcome} END")
