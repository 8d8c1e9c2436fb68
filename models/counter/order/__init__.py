from . import aftersales_order_checkin
from . import aftersales_order_leave
from . import aftersales_order_delivery
from . import aftersales_order_cashier
from . import aftersales_order_pass
from . import aftersales_order_papers
from . import aftersales_order_shown
from . import aftersales_order_sheet
