from . import staff_survey
