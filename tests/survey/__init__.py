from . import test_survey
from . import test_survey_asking
from . import test_survey_page
from . import test_survey_insight
from . import test_care_tour
