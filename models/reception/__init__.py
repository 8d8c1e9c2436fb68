from . import aftersales_checkin_paper
from . import aftersales_checkin_tool
from . import aftersales_checkin_belonging
from . import aftersales_checkin
from . import aftersales_order
