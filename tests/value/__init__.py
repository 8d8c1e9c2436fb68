from . import test_lost
from . import test_value
from . import test_value_money
