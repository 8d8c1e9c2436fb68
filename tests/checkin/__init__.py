from . import test_home_checkin
