from . import reader
from . import throttle
from . import portal
from . import short_link
