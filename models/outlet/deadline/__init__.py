from . import aftersales_deadline
from . import aftersales_deadline_mixin
from . import aftersales_promise_report
