from . import aftersales_claim
from . import aftersales_claim_line
from . import aftersales_claim_life
from . import aftersales_claim_check
from . import aftersales_claim_evidence
from . import aftersales_claim_sending
from . import aftersales_claim_withdrawal
from . import aftersales_claim_tasks
