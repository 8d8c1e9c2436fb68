from . import aftersales_crisis
from . import aftersales_crisis_statement
from . import aftersales_crisis_step
