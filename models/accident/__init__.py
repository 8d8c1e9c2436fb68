from . import aftersales_accident
from . import aftersales_accident_life
from . import aftersales_assessment
from . import aftersales_assessment_line
from . import account_move
from . import aftersales_order
from . import res_company
from . import res_config_settings
