from . import contract_balance
from . import contract_balance_line
from . import contract_refund_wizard
from . import contract_suspend_wizard
