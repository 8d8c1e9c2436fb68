from . import disclose_wizard
