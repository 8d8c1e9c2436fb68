from . import report_audit
