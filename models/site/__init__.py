from . import aftersales_site_area
from . import aftersales_site_point
from . import aftersales_site_check
from . import aftersales_site_check_line
from . import aftersales_action
from . import aftersales_workshop
