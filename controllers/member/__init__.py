from . import offers
from . import public_offers
