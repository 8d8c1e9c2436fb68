from . import aftersales_price_dispute
from . import aftersales_price_dispute_life
from . import aftersales_deadline
from . import aftersales_promise_report
from . import aftersales_order
from . import aftersales_complaint
from . import aftersales_workshop_today
