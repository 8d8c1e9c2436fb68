from . import report_authorisation
