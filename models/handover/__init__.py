from . import aftersales_handover_point
from . import aftersales_handover
from . import aftersales_handover_life
from . import aftersales_handover_line
from . import fleet_vehicle
