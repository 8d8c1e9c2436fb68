from . import aftersales_complaint_part_mixin
from . import aftersales_complaint_dissent
from . import aftersales_complaint_letter
from . import aftersales_complaint_opinion
from . import aftersales_complaint_party
from . import aftersales_complaint_pause
from . import aftersales_complaint_solution
