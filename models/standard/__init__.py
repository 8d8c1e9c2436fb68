from . import standard
from . import audit
from . import risk
from . import aftersales_action
from . import aftersales_standard_certificate
from . import aftersales_workshop
