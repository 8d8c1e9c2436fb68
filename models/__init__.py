# A room after those whose models it extends.
from . import workshop
from . import vehicle
from . import parts
from . import billing
