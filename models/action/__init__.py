from . import aftersales_action
from . import aftersales_action_life
from . import aftersales_action_tasks
from . import aftersales_workshop_today
