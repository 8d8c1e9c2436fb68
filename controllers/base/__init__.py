from . import reader
from . import throttle
from . import portal
