from . import report_authorisation
from . import report_estimate
