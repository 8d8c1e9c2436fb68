from . import aftersales_recall_vehicle
from . import aftersales_recall_vehicle_standing
from . import aftersales_recall_vehicle_telling
from . import aftersales_recall_vehicle_work
