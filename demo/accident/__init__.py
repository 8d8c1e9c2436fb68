from . import accidents
