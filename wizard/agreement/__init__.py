from . import agreement_statement
from . import credit_wizard
