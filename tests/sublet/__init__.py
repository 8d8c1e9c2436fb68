from . import test_sublet
