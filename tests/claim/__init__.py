from . import test_claim
from . import test_statement
from . import test_claim_export
from . import test_station
