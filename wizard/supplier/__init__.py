from . import low_grade_wizard
