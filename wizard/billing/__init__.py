from . import allowance_wizard
