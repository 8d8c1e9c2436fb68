from . import aftersales_operation
from . import aftersales_job
from . import aftersales_inspection
