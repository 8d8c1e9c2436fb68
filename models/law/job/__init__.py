from . import aftersales_job_problem
from . import aftersales_job_statute
