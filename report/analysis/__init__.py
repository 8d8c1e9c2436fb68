from . import report_faults
