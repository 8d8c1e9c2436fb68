from . import report_count_sheet
from . import report_scrap
from . import report_stock_card
