from . import fleet_vehicle
from . import fleet_vehicle_file
from . import fleet_vehicle_import
from . import fleet_vehicle_search
from . import fleet_vehicle_service
from . import fleet_vehicle_portal
from . import fleet_vehicle_reading
from . import fleet_vehicle_contact
