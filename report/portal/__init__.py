from . import report_vehicle_history
