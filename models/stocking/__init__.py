from . import aftersales_stocking_policy
from . import aftersales_stocking_proposal
from . import aftersales_stocking_proposal_words
from . import aftersales_lost_sale
from . import aftersales_order_line
from . import purchase_order
from . import aftersales_stock_age
from . import product_product
