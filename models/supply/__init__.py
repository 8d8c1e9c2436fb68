from . import res_company
from . import res_config_settings
from . import order_line
from . import aftersales_order
from . import stock_move_window
from . import stock_picking
