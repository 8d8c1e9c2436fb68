from . import aftersales_job_plan
from . import aftersales_job_board
from . import aftersales_job_dispatch
from . import aftersales_job_hours
from . import aftersales_job_skill
from . import aftersales_job_sheet
from . import aftersales_job_promise
