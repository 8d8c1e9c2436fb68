from . import aftersales_complaint_category
from . import aftersales_complaint_cause
from . import aftersales_complaint_counter
from . import aftersales_deadline
from . import aftersales_complaint_limit
from . import aftersales_complaint_trigger
