from . import report_scrap
from . import report_stock_card
