from . import test_improve
