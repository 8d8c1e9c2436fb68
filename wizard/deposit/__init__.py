from . import core_keep_wizard
from . import core_return_wizard
from . import deposit_balance
from . import deposit_balance_line
from . import deposit_order_wizard
from . import deposit_return_wizard
