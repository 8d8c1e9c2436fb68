from . import test_comeback
from . import test_inspection
from . import test_road_test
