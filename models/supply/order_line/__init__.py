from . import aftersales_order_line_request
from . import aftersales_order_line_special
from . import aftersales_order_line_sheet
from . import aftersales_order_line_fetch
