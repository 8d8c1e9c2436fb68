from . import cards
from . import members
from . import offers
from . import terms
