from . import add_work_wizard
from . import authorise_wizard
from . import daily_report
from . import daily_report_line
from . import pause_wizard
from . import promise_wizard
from . import finish_wizard
