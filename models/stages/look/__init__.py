from . import aftersales_last_look_point
from . import aftersales_last_look
from . import aftersales_order
from . import res_company
from . import res_config_settings
