from . import test_campaign
from . import test_campaign_page
from . import test_campaign_day
