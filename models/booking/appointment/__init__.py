from . import aftersales_appointment
from . import aftersales_appointment_plan
from . import aftersales_appointment_life
from . import aftersales_appointment_board
from . import aftersales_appointment_enquiry
from . import aftersales_appointment_notice
from . import aftersales_appointment_calendar
from . import aftersales_appointment_preparation
