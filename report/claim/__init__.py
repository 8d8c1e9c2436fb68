from . import report_claim
from . import report_claim_cover
from . import report_claim_parts_list
from . import report_claim_statement
from . import report_old_part_return
from . import report_service
from . import report_station_settlement
from . import report_warranty_month
