from . import test_handover
from . import test_handover_defects
from . import test_handover_print
from . import test_handover_race
from . import test_handover_sale
from . import test_handover_tour
