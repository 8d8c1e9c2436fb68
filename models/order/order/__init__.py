from . import aftersales_order
from . import aftersales_order_standing
from . import aftersales_order_life
from . import aftersales_order_hold
from . import aftersales_order_vehicle
from . import aftersales_order_print
from . import aftersales_order_promise_text
from . import aftersales_order_guarantee
