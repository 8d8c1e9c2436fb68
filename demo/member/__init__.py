from . import members
from . import offers
from . import terms
