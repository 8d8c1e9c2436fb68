from . import aftersales_supplier_criterion
from . import aftersales_supplier_score
from . import aftersales_supplier_score_line
from . import aftersales_supplier_score_figures
