from . import value_wizard
