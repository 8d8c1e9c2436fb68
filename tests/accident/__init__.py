from . import test_accident
from . import test_accident_tour
from . import test_assessment
from . import test_assessment_race
