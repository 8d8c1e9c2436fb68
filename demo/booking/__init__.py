from . import reception
from . import booking
from . import portal
