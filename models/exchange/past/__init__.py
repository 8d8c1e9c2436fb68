from . import aftersales_past_visit
from . import aftersales_past_visit_line
from . import fleet_vehicle
