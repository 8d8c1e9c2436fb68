from . import test_fill_rate
from . import test_incoming
from . import test_part_claim
from . import test_part_defect
from . import test_screening
from . import test_supplier_score
