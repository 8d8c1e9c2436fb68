from . import portal
from . import vehicles
from . import repair_orders
from . import authorise
