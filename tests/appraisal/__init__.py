from . import test_appraisal
from . import test_measured
from . import test_appraisal_tour
