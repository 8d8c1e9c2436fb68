from . import deposit_return_wizard
