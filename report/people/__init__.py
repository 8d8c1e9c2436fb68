from . import report_handing_over
from . import report_post
from . import report_sign_in
