from . import ask_wizard
from . import authorise_wizard
from . import away_wizard
from . import promise_wizard
