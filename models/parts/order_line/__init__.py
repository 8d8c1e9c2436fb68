from . import aftersales_order_line
from . import aftersales_order_line_state
from . import aftersales_order_line_supply
from . import aftersales_order_line_deadline
from . import aftersales_order_line_sheet
