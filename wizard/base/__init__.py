from . import cancel_wizard
from . import reopen_wizard
