from . import aftersales_workshop
from . import aftersales_workshop_timetable
from . import aftersales_workshop_print
from . import aftersales_workshop_today
