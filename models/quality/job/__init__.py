from . import aftersales_job_inspection
from . import aftersales_job_comeback
from . import aftersales_job_inspection_print
from . import aftersales_job_sheet
