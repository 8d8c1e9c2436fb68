from . import aftersales_enquiry
from . import aftersales_enquiry_life
from . import aftersales_enquiry_escalation
