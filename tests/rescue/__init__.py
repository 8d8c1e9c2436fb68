from . import test_rescue
from . import test_rescue_sheet
from . import test_rescue_page
from . import test_deadlines
from . import test_rescue_work
from . import test_rescue_promises
