from . import visits
from . import work
from . import dates
from . import customer
