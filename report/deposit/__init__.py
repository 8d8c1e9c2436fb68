from . import report_deposit_receipt
