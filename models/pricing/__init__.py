from . import aftersales_price_list
from . import aftersales_price_list_life
from . import aftersales_price_list_line
from . import aftersales_price_list_proposal
from . import aftersales_price_list_line_proposal
from . import aftersales_competitor_price
from . import aftersales_order
