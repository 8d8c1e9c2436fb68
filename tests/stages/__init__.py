from . import test_first_article
from . import test_last_look
from . import test_stages
from . import test_work_spot
