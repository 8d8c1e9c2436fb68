from . import test_import
from . import test_history
from . import test_interfaces
from . import test_health_file
