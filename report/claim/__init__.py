from . import report_claim_statement
from . import report_claim_parts_list
from . import report_station_settlement
from . import report_warranty_month
