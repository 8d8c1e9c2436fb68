from . import aftersales_standard
from . import aftersales_standard_level
from . import aftersales_standard_area
from . import aftersales_standard_criterion
