from . import report_old_part_receipt
