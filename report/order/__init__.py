from . import order_print_mixin
from . import report_estimate
from . import report_repair_order
from . import report_vehicle_history
from . import report_vehicle_history_portal
