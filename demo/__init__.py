from . import aftersales_demo
from . import aftersales_demo_visits
from . import aftersales_demo_work
from . import aftersales_demo_billing
from . import aftersales_demo_reception
from . import aftersales_demo_board
from . import aftersales_demo_inspection
from . import aftersales_demo_floor
