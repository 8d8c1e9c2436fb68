from . import report_audit
from . import report_grading
