from . import aftersales_people_fact
from . import aftersales_complaint_month
from . import hr_employee
from . import ir_ui_menu
from . import res_company
from . import res_config_settings
