from . import aftersales_order
from . import aftersales_order_standing
from . import aftersales_order_life
from . import aftersales_order_hold
from . import aftersales_order_vehicle
from . import aftersales_order_print
