from . import report_survey_bulletin
