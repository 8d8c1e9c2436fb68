from . import res_company
from . import res_config_settings
from . import rating_rating
from . import aftersales_order_rating
from . import aftersales_workshop_today
