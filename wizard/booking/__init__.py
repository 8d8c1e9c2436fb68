from . import aftersales_slot_search
from . import aftersales_capacity
from . import away_wizard
