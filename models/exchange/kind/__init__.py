from . import aftersales_exchange_kind
from . import aftersales_exchange_customer
from . import aftersales_exchange_vehicle
from . import aftersales_exchange_part
from . import aftersales_exchange_operation
from . import aftersales_exchange_grouped
from . import aftersales_exchange_history
from . import aftersales_exchange_order
