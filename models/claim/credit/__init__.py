from . import aftersales_claim_credit
from . import aftersales_claim_credit_line
from . import aftersales_claim_credit_reading
from . import aftersales_claim_credit_matching
from . import aftersales_claim_credit_booking
