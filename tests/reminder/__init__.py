from . import test_reminder
from . import test_reminder_pages
from . import test_renewal
from . import test_reminder_rules
