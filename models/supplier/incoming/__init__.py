from . import aftersales_incoming_plan
from . import aftersales_incoming_finding
from . import aftersales_incoming_check
from . import stock_move
from . import stock_picking
