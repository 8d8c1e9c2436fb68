from . import checkins
