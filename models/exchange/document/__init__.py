from . import aftersales_exchange_document
from . import aftersales_order
from . import star
from . import aftersales_order_star
from . import fleet_vehicle
from . import purchase_order
