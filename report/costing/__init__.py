from . import report_department
