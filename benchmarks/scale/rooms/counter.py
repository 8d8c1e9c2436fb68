"""A signed check-in and a delivery for every order."""
from .outlet import get_outlet
from .vehicle import get_vehicle

TABLES = ['aftersales_checkin', 'aftersales_delivery', 'aftersales_delivery_line']


def build(scale):
    order = f"{scale.first('aftersales_order')} + n"
    scale.insert(
        'aftersales_checkin', scale.orders, scale.one("SELECT id FROM aftersales_checkin WHERE state = 'signed' ORDER BY id LIMIT 1"),
        order_id=order, workshop_id=get_outlet(scale), vehicle_id=get_vehicle(scale), signed_date=scale.at('n'), content="'{}'",
        key_tag=f"CASE WHEN n > {scale.closed} THEN 'K' || n END",
        hung_key_tag=f"CASE WHEN n > {scale.closed} THEN 'K' || n END", create_date=scale.at('n'))
    scale.insert(
        'aftersales_delivery', scale.closed, scale.one('SELECT id FROM aftersales_delivery ORDER BY id LIMIT 1'), order_id=order,
        date=scale.at('n', '6 hours'), content="'{}'", create_date=scale.at('n', '6 hours'))
    scale.insert(
        'aftersales_delivery_line', scale.closed, scale.one('SELECT id FROM aftersales_delivery_line ORDER BY id LIMIT 1'),
        delivery_id=f"{scale.first('aftersales_delivery')} + n")
