from . import test_tyre
