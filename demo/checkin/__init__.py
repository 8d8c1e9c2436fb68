from . import home_checkins
