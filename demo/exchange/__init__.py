from . import imports
from . import partners
