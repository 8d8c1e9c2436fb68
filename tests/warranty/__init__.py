from . import test_coverage
from . import test_coverage_rules
from . import test_free_issue
from . import test_policy
from . import test_refusal
from . import test_registration
from . import test_warranty_tour
