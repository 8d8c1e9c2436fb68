from . import test_leave_reason
