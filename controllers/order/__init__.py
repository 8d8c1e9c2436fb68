from . import repair_orders
