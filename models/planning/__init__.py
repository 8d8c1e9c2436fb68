from . import res_company
from . import res_config_settings
from . import aftersales_allocation
from . import job
from . import aftersales_order_plan
from . import aftersales_workshop_board
from . import ir_websocket
from . import aftersales_order_promise
