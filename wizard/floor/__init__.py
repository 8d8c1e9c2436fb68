from . import daily_report
from . import daily_report_line
from . import pause_wizard
from . import finish_wizard
from . import away_wizard
