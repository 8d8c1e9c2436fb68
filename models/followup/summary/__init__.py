from . import aftersales_followup_summary
from . import aftersales_followup_summary_figures
from . import aftersales_action
from . import aftersales_workshop
