from . import claim_question_wizard
from . import claim_answer_wizard
from . import claim_withdraw_wizard
from . import claim_decision
from . import claim_decision_line
from . import claim_appeal
from . import claim_home
from . import claim_home_line
