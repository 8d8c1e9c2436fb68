from . import test_handing_over
from . import test_growth
from . import test_people
from . import test_training_tour
from . import test_staff_survey
