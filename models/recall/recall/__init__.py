from . import aftersales_recall_part
from . import aftersales_recall_range
from . import aftersales_recall_target
from . import aftersales_recall
from . import aftersales_recall_matching
from . import aftersales_recall_completion
