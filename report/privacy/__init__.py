from . import report_personal_copy
