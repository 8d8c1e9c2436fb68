from . import finish_wizard
