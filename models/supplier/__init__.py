from . import stock_warehouse
from . import part_defect
from . import aftersales_order
from . import fleet_vehicle
