from . import report_appraisal
