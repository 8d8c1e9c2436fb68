from . import report_old_part_receipt
from . import report_old_part_return
from . import report_old_part_scrap
from . import report_old_part_cores
