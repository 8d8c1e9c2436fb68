from . import res_partner
from . import aftersales_order
from . import aftersales_job
