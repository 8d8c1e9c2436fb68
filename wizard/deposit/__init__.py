from . import deposit_order_wizard
from . import deposit_return_wizard
