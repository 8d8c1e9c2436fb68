from . import report_loan
