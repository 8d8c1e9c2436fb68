from .test_part_defect import *
