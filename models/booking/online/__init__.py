from . import aftersales_online_mixin
from . import aftersales_menu
from . import aftersales_operation
from . import aftersales_workshop
from . import aftersales_appointment
from . import aftersales_booking_limit
from . import aftersales_code_request_mixin
from . import aftersales_booking_request
