from . import code_page
from . import booking
from . import appointments
from . import public_booking
