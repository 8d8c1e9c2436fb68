from . import report_issue_slip
