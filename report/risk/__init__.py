from . import report_risk_map
from . import report_incident
from . import report_duty_list
from . import report_emergency_card
