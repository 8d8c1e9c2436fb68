from . import aftersales_campaign
from . import aftersales_campaign_segment
from . import aftersales_campaign_life
from . import aftersales_campaign_inviting
from . import aftersales_campaign_seats
from . import aftersales_campaign_figures
from . import aftersales_campaign_coupon
from . import aftersales_campaign_mailing
