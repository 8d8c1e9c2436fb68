from . import aftersales_survey_report
from . import aftersales_survey_technician_report
from . import aftersales_survey_target
from . import aftersales_survey_bulletin
from . import aftersales_survey_bulletin_figures
from . import aftersales_action
from . import aftersales_workshop
from . import survey_question
