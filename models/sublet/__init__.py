from . import aftersales_order_line_sublet
from . import aftersales_job_sublet
from . import aftersales_order_sublet
from . import purchase_order
from . import purchase_order_line
from . import aftersales_order_line_purchase
from . import aftersales_order_purchase
