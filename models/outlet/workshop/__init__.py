from . import aftersales_workshop
from . import aftersales_workshop_hours
from . import aftersales_workshop_print
