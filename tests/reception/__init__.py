from . import test_enquiry
from . import test_delivery
from . import test_appointment_notice
from . import test_checkin_tour
from . import test_checkin
from . import test_leave
from . import test_preparation
