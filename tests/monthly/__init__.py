from . import test_monthly_report
from . import test_report_race
