from . import test_fitment
