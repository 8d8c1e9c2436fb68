from . import prints
from . import portal
