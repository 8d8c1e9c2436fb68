from . import aftersales_statute_case
from . import aftersales_statute_case_life
from . import aftersales_statute_case_money
from . import aftersales_statute_case_reopening
from . import aftersales_statute_evidence
from . import aftersales_statute_case_portal
