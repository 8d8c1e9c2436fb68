# A room after those whose models it extends.
from . import workshop
from . import vehicle
from . import billing
from . import parts
from . import inspection
from . import reception
from . import portal
from . import prints
