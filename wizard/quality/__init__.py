from . import comeback_wizard
