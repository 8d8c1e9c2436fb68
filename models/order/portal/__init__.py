from . import fleet_vehicle
from . import aftersales_order
from . import aftersales_job
