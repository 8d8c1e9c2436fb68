from . import aftersales_short_delivery
from . import stock_move
from . import stock_picking
