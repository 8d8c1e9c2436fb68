from . import aftersales_job_inspection
from . import aftersales_job_guarantee
from . import aftersales_job_comeback
