from . import aftersales_idea
from . import aftersales_goal
from . import aftersales_action
from . import aftersales_norm
