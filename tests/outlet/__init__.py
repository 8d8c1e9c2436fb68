from . import test_employee_public
from . import test_timetable
from . import test_workshop_setup
