from . import disclose_wizard
from . import reopen_wizard
