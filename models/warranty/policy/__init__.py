from . import aftersales_policy
from . import aftersales_policy_line
from . import aftersales_policy_giving
