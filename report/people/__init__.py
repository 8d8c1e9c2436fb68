from . import report_handing_over
from . import report_post
from . import report_sign_in
from . import report_training_plan
from . import report_training_certificate
from . import report_training_record
from . import report_contest
from . import report_staff_codes
