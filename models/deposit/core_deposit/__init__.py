from . import aftersales_core_deposit
from . import aftersales_core_deposit_back
from . import aftersales_core_deposit_keep
