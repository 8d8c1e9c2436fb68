from . import emergency_wizard
from . import supplier_plan_wizard
