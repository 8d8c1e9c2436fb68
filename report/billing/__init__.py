from . import report_settlement
