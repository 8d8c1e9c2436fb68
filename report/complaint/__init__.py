from . import report_complaint
from . import report_complaint_letter
from . import report_complaint_month
from . import report_crisis
from . import report_complaint_urge
