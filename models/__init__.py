# A room after those whose models it extends.
from . import base
from . import vehicle
from . import outlet
from . import catalogue
from . import order
from . import approval
from . import planning
from . import billing
from . import parts
from . import sublet
from . import floor
from . import quality
from . import health
from . import booking
from . import counter
from . import care
from . import warranty
