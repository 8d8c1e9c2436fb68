from . import aftersales_substatus
from . import aftersales_order
from . import aftersales_order_idle
from . import aftersales_workshop_today
from . import res_company
from . import res_config_settings
