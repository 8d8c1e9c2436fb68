from . import res_company
from . import res_config_settings
from . import aftersales_time_entry
from . import aftersales_time_figures
from . import aftersales_job_clock
from . import aftersales_clock_guard
from . import aftersales_workshop_clock
from . import res_users
