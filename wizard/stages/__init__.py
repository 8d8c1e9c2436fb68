from . import finish_wizard
from . import last_look_wizard
