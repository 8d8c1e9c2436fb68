from . import aftersales_campaign_guest
from . import aftersales_campaign_guest_answer
from . import aftersales_campaign_guest_writing
from . import aftersales_campaign_guest_portal
from . import aftersales_campaign_guest_call
