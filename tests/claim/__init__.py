from . import test_claim
from . import test_claim_check
from . import test_claim_life
from . import test_claim_tour
