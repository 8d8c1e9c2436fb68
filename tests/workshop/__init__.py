from . import test_operation
from . import test_workshop_setup
from . import test_job
from . import test_order
from . import test_clock
from . import test_inspection
from . import test_advisor_tour
from . import test_time_entry
