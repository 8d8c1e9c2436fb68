from . import aftersales_job
from . import aftersales_job_free
from . import aftersales_job_refusal
from . import aftersales_job_sheet
