from . import handing_over_wizard
from . import handing_over_wizard_line
from . import training_feedback_wizard
