from . import report_campaign_letter
from . import report_campaign_guests
from . import report_campaign
