from . import report_vehicle_history
from . import report_basic_file
from . import report_vehicle_history_portal
