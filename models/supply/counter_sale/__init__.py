from . import aftersales_counter_sale
from . import aftersales_counter_sale_line
from . import aftersales_counter_sale_life
from . import aftersales_counter_sale_stock
from . import aftersales_counter_sale_line_stock
from . import aftersales_counter_sale_billing
from . import aftersales_counter_sale_account
from . import aftersales_counter_sale_line_billing
