from . import test_loan
from . import test_loan_money
from . import test_loan_race
from . import test_loan_tour
from . import test_loan_figures
