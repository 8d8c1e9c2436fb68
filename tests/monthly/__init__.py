from . import test_monthly_report
