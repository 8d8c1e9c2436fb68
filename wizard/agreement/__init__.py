from . import credit_wizard
