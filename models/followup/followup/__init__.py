from . import aftersales_followup
from . import aftersales_followup_life
from . import aftersales_followup_call
from . import aftersales_followup_story
from . import aftersales_followup_result
from . import aftersales_followup_message
from . import aftersales_followup_question
