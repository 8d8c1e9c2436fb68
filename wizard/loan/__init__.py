from . import loan_fine_wizard
