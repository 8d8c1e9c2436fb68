from . import report_monthly
