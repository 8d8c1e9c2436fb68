from . import vehicle
from . import workshop
from . import parts
from . import billing
