from . import workshop
from . import inspection
