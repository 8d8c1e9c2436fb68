from . import test_order_cost
from . import test_cost_month
from . import test_budget_race
