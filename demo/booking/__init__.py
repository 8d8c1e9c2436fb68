from . import enquiries
from . import booking
from . import online
