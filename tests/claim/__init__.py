from . import test_claim
from . import test_claim_check
from . import test_claim_life
from . import test_claim_tour
from . import test_credit
from . import test_decision
from . import test_ledger
