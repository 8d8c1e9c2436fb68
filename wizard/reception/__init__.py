from . import handover_wizard
from . import leave_wizard
