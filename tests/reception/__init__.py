from . import test_leave_reason
from . import test_papers
from . import test_tools
from . import test_labels
from . import test_keys
from . import test_wash
