from . import cancel_wizard
