from . import portal
from . import workshop
