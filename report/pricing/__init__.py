from . import report_price_list
