from . import aftersales_complaint_month
from . import aftersales_complaint_month_figures
from . import aftersales_complaint_month_line
from . import aftersales_complaint_month_unit
