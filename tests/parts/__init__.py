from . import test_cost_of_goods
from . import test_issue
from . import test_issue_type
from . import test_once
from . import test_parts_access
from . import test_parts_queries
from . import test_parts_state
from . import test_sublet
