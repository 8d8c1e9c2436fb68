from . import deposit_balance
from . import deposit_balance_line
from . import deposit_order_wizard
from . import deposit_return_wizard
