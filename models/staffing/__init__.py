from . import aftersales_staffing_ratio
from . import aftersales_staffing_check
from . import aftersales_workshop
