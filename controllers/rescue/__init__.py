from . import driver
from . import rescues
