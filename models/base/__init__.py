from . import res_company
from . import res_config_settings
from . import aftersales_setup_mixin
from . import aftersales_system_values_mixin
from . import aftersales_board_source_mixin
from . import aftersales_customer_notice_mixin
from . import aftersales_notice
from . import res_partner
