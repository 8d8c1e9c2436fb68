from . import followup_data_wizard
from . import followup_register_wizard
