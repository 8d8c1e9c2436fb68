from . import part_refusal_wizard
from . import counter_credit_wizard
