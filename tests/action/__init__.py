from . import test_action
