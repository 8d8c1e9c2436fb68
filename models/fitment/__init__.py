from . import aftersales_part_number
from . import aftersales_fitment
from . import aftersales_part_supersession
from . import product_template
from . import product_product
from . import aftersales_order
from . import aftersales_order_line
