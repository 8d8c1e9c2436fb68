from . import print_mixin
from . import report_estimate
from . import report_issue_slip
from . import report_job_card
from . import report_order_job_cards
from . import report_repair_order
from . import report_settlement
from . import report_vehicle_history
