from . import aftersales_enquiry
from . import aftersales_enquiry_life
from . import res_company
from . import res_config_settings
