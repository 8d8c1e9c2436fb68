from . import report_survey_bulletin
from . import report_survey_letter
