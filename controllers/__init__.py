from . import base
from . import vehicle
from . import order
from . import approval
from . import floor
from . import booking
from . import care
from . import complaint
