from . import members
from . import offers
