from . import aftersales_review_mixin
from . import aftersales_risk
from . import aftersales_duty
from . import aftersales_duty_check
from . import aftersales_emergency_plan
from . import aftersales_emergency_drill
from . import aftersales_incident
