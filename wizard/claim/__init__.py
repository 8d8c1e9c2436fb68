from . import claim_question_wizard
from . import claim_answer_wizard
from . import claim_withdraw_wizard
from . import claim_export_wizard
