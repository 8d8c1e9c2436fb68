from . import report_assessment
