from . import aftersales_workshop_booking
from . import aftersales_workshop_slots
from . import aftersales_workshop_load
from . import aftersales_workshop_board
