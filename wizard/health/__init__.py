from . import dismiss_wizard
from . import finding_wizard
