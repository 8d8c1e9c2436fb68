from . import aftersales_rescue_sheet
from . import aftersales_rescue_sheet_life
from . import aftersales_rescue_sheet_line
from . import aftersales_rescue_cash
from . import aftersales_rescue_sheet_parts
from . import aftersales_rescue_sheet_page
