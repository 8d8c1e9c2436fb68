from . import add_work_wizard
from . import promise_wizard
from . import hold_wizard
from . import archive_wizard
from . import odometer_wizard
