# Odoo runs the modules named test_* of this package. No two rooms' test files carry the same name.
from .base import *
from .vehicle import *
from .outlet import *
from .catalogue import *
from .order import *
from .approval import *
from .parts import *
from .billing import *
from .sublet import *
from .planning import *
from .floor import *
from .quality import *
from .health import *
from .booking import *
from .counter import *
from .warranty import *
from .smoke import *
