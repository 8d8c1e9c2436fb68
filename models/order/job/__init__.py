from . import aftersales_job
from . import aftersales_job_life
from . import aftersales_job_search
from . import aftersales_job_hold
from . import aftersales_job_print
from . import aftersales_job_guarantee
from . import aftersales_job_worker
from . import aftersales_job_own_work
