from . import test_access_review
from . import test_personal_request
from . import test_retention
from . import test_deletion_tour
