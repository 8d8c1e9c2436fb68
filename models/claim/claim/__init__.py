from . import aftersales_claim
from . import aftersales_claim_line
from . import aftersales_claim_life
