from . import comeback_wizard
from . import return_wizard
