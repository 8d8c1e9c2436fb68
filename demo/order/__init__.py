from . import visits
from . import work
