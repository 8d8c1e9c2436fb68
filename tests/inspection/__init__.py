from . import test_declined_work
from . import test_fault_code
from . import test_health_check
from . import test_health_finding
from . import test_health_print
from . import test_health_template
from . import test_inspection_queries
from . import test_recommendation_report
