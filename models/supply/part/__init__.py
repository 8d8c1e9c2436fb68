from . import aftersales_special_order_mixin
from . import aftersales_part_special_mixin
from . import aftersales_part_special_answer
from . import aftersales_part_fetch_mixin
