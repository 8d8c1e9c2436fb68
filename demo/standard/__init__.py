from . import standards
from . import risks
