from . import said
from . import home
from . import kiosk
