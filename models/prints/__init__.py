from . import aftersales_job
from . import aftersales_order
from . import aftersales_order_line
from . import aftersales_work_class
from . import aftersales_workshop
from . import res_company
from . import res_config_settings
from . import res_partner
