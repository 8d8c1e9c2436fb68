from . import test_operation
from . import test_workshop_setup
