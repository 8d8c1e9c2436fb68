from . import test_followup
from . import test_followup_call
from . import test_followup_register
from . import test_followup_summary
from . import test_wishes
