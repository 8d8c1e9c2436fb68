from .test_scenarios import *
from .test_standing import *
from .test_case import *
from .test_law_access import *
