from . import test_case
from . import test_group
from . import test_law_access
from . import test_scenarios
from . import test_standing
from . import test_reopening
from . import test_law_tour
