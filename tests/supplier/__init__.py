from .test_part_defect import *
from .test_supplier_score import *
from .test_incoming import *
