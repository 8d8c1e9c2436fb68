from . import handing_over_wizard
from . import handing_over_wizard_line
