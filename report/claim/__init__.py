from . import report_claim
from . import report_claim_cover
from . import report_old_part_return
from . import report_service
