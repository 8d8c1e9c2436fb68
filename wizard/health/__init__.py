from . import authorise_wizard
from . import dismiss_wizard
from . import finding_wizard
