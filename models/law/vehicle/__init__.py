from . import fleet_vehicle_statute
from . import fleet_vehicle_standing
from . import fleet_vehicle_words
from . import fleet_vehicle_watch
from . import fleet_vehicle_resale
from . import fleet_vehicle_portal
