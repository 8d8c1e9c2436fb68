from . import allowance_wizard
from . import balance_mixin
