from . import test_order_cost
from . import test_cost_month
