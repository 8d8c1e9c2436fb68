from . import test_deposit
from . import test_deposit_balance
from . import test_deposit_lives
from . import test_deposit_race
from . import test_deposit_rules
from . import test_deposit_sale
from . import test_deposit_tour
