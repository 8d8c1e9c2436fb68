from . import aftersales_reminder
from . import aftersales_reminder_life
from . import aftersales_reminder_message
