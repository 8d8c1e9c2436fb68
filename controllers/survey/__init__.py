from . import satisfaction
from . import bulletins
