from . import test_capabilities
from . import test_home
from . import test_notice
from . import test_system_values
