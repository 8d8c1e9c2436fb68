from . import test_advisor_tour
from . import test_guarantee
from . import test_hold
from . import test_job
from . import test_order
from . import test_print_orders
from . import test_promise
from . import test_visit
