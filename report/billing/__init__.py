from . import report_settlement
from . import report_cash_list
