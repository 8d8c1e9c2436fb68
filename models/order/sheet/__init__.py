from . import aftersales_order_sheet
from . import aftersales_job_sheet
from . import aftersales_order_line_sheet
