from . import report_reminder
