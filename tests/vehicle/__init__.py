from . import test_maintenance
from . import test_odometer
from . import test_ownership
from . import test_sold_vehicle
from . import test_vehicle_access
from . import test_vehicle_queries
from . import test_vehicle_search
from . import test_vin
