from . import aftersales_order_statute
from . import aftersales_order_relief
