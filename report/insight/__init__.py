from . import report_day_close
