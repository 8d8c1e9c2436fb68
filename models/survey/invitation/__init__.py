from . import aftersales_survey_invitation
from . import aftersales_survey_invitation_asking
from . import aftersales_survey_invitation_answer
from . import aftersales_survey_invitation_bad
from . import aftersales_survey_invitation_call
from . import aftersales_survey_invitation_file
