from . import aftersales_coverage
from . import aftersales_coverage_standing
from . import aftersales_coverage_refusal
from . import aftersales_coverage_parts
