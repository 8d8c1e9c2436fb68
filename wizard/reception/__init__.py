from . import leave_wizard
from . import delivery_wizard
from . import key_wizard
