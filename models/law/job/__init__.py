from . import aftersales_job_problem
from . import aftersales_job_fault
from . import aftersales_job_statute
