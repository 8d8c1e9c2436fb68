from . import handover_wizard
from . import leave_wizard
from . import delivery_wizard
from . import delivery_wizard_line
from . import storage_wizard
