from . import booking
from . import appointments
from . import public_booking
