from . import report_rescue_sheet
from . import report_rescue_receipt
from . import report_rescue_register
from . import report_rescue_round
