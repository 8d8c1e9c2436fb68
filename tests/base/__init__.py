from . import test_batch
from . import test_capabilities
from . import test_evidence
from . import test_home
from . import test_life
from . import test_log
from . import test_notice
from . import test_system_values
