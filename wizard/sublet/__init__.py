from . import sublet_wizard
