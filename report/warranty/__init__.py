from . import report_coverage_card
from . import report_refusal
