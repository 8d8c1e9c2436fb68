from . import report_health_check
