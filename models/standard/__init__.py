from . import standard
from . import aftersales_outlet_grade
from . import audit
from . import aftersales_action
from . import aftersales_standard_certificate
from . import aftersales_workshop
