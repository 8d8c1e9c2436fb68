from . import aftersales_part_defect
from . import aftersales_part_defect_life
from . import aftersales_part_defect_stock
from . import aftersales_part_defect_sold
from . import aftersales_part_defect_guarantee
from . import aftersales_part_defect_claim
from . import stock_picking
