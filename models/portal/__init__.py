from . import res_company
from . import res_config_settings
from . import res_partner
from . import rating_rating
from . import aftersales_order
from . import aftersales_order_rating
from . import aftersales_job
from . import fleet_vehicle
