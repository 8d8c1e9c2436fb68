from . import add_work_wizard
from . import authorise_wizard
from . import promise_wizard
