from . import report_statute
from . import report_repair_record
from . import report_case
