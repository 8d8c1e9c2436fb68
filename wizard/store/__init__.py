from . import emergency_wizard
