from . import handover_wizard
from . import leave_wizard
from . import aftersales_slot_search
from . import aftersales_capacity
from . import delivery_wizard
from . import delivery_wizard_line
