from . import rating
from . import wishes
