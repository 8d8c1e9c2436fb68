from . import report_counter_receipt
