from . import report_checkin
from . import report_delivery
from . import report_belongings
from . import report_key_labels
from . import report_service_sticker
