from . import test_checkin
from . import test_checkin_arrival
from . import test_checkin_tour
from . import test_delivery
from . import test_leave
from . import test_print_checkin
from . import test_signature
from . import test_signed_papers
