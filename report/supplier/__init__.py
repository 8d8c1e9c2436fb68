from . import report_part_claim
from . import report_part_exchange
