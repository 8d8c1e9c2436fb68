from . import test_home_checkin
from . import test_home_pages
