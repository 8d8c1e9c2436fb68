from . import order
from . import approval
from . import sublet
from . import floor
from . import quality
from . import health
from . import booking
from . import counter
