from . import authorise_wizard
