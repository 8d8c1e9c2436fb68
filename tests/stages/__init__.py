from . import test_stages
from . import test_work_spot
