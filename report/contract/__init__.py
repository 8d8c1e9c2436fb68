from . import report_contract
from . import report_contract_notice
from . import report_contract_refund
from . import report_contract_visit
