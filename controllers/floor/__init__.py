from . import clock_tablet
