from . import report_delivery
from . import report_checkin
from . import report_exit_pass
