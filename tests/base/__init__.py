from . import test_home
from . import test_notice
from . import test_system_values
from . import test_batch
