from . import report_equipment_card
from . import report_equipment_register
