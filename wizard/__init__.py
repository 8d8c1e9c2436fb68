from . import reception
from . import workshop
from . import inspection
