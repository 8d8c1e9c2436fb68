from . import checkins
from . import deliveries
