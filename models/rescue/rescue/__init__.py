from . import aftersales_rescue
from . import aftersales_rescue_life
from . import aftersales_rescue_crew
from . import aftersales_rescue_days
from . import aftersales_rescue_escalation
from . import aftersales_rescue_portal
from . import aftersales_rescue_documents
from . import aftersales_rescue_purchase
