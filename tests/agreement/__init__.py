from . import test_agreement
from . import test_agreement_race
from . import test_agreement_approval
from . import test_agreement_terms
