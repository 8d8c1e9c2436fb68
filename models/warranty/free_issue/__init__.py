from . import aftersales_old_part_paper_mixin
from . import aftersales_free_issue_limit
from . import aftersales_free_issue
from . import aftersales_free_issue_life
from . import aftersales_free_issue_line
from . import aftersales_old_part
from . import aftersales_order_line
from . import stock_warehouse
