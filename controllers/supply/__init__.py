from . import parts_orders
