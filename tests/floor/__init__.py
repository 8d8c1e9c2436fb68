from . import test_clock
from . import test_clock_tablet
from . import test_print_daily
from . import test_technician_card
from . import test_technician_tour
from . import test_time_entry
from . import test_day_report
