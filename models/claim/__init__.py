from . import aftersales_defect_code
from . import aftersales_claim_reason
from . import aftersales_claim_terms
from . import claim
from . import aftersales_claim_submission
from . import aftersales_claim_entry
from . import aftersales_job
from . import res_company
