from . import test_contract
from . import test_contract_credit
from . import test_contract_print
from . import test_contract_race
from . import test_contract_refund
from . import test_contract_redeemed
from . import test_contract_renewal
from . import test_contract_time
