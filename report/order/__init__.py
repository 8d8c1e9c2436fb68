from . import order_print_mixin
from . import report_estimate
from . import report_repair_order
