from . import test_alternatives
from . import test_approval_by_line
from . import test_authorisation_request
from . import test_authorise_page
from . import test_who_must_say_yes
