from . import test_incoming
from . import test_part_defect
from . import test_supplier_score
