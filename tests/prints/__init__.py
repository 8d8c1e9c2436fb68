from . import test_print_access
from . import test_print_daily
from . import test_print_orders
from . import test_print_parts
from . import test_print_vehicle
from . import test_print_checkin
