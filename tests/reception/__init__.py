from . import test_enquiry
from . import test_delivery
from . import test_appointment_notice
from . import test_checkin_tour
