from . import aftersales_loan
from . import aftersales_loan_time
from . import aftersales_loan_life
from . import aftersales_loan_money
from . import aftersales_loan_watch
from . import aftersales_loan_portal
from . import aftersales_loan_deposit
