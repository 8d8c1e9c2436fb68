from . import report_staffing
