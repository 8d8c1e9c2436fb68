from . import portal
from . import vehicles
from . import repair_orders
from . import authorise
from . import booking
from . import appointments
from . import public_booking
from . import rating
