from . import setup
from . import complaint
from . import parts
from . import aftersales_action
from . import aftersales_order
from . import fleet_vehicle
from . import aftersales_workshop_today
from . import res_users
