from . import report_daily
from . import report_job_card
from . import report_order_job_cards
