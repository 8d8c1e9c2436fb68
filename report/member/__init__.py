from . import report_offer
