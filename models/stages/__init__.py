from . import look
from . import aftersales_work_class
from . import aftersales_inspection
from . import aftersales_inspection_line
from . import aftersales_job
from . import aftersales_work_spot
from . import aftersales_stage_report
from . import aftersales_workshop_today
