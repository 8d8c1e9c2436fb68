from . import test_staffing
