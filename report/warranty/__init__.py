from . import report_coverage_card
from . import report_refusal
from . import report_free_request
from . import report_old_part_tag
