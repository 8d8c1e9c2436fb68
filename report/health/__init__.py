from . import report_health_check
from . import report_diagnosis
