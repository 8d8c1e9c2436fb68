from . import aftersales_idea
from . import aftersales_goal
from . import aftersales_action
from . import aftersales_norm
from . import aftersales_norm_rule
from . import aftersales_norm_served
from . import aftersales_order
from . import aftersales_followup
