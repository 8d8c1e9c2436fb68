from . import aftersales_job
from . import aftersales_job_claiming
from . import aftersales_job_rates
from . import aftersales_job_claimed
from . import aftersales_job_sheet
from . import aftersales_job_receivable
