from . import test_claim
from . import test_credit
from . import test_decision
from . import test_ledger
