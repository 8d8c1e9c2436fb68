from . import aftersales_checkin
from . import aftersales_checkin_key
from . import aftersales_checkin_signature
from . import aftersales_checkin_print
