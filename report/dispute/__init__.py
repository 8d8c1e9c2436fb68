from . import report_dispute
