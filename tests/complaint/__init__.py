from . import test_complaint
from . import test_complaint_days
from . import test_complaint_decision
from . import test_complaint_number
from . import test_complaint_page
from . import test_complaint_rights
from . import test_complaint_contact
from . import test_complaint_mail
