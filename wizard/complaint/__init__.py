from . import complaint_letter_wizard
from . import complaint_outcome_wizard
from . import complaint_pause_wizard
