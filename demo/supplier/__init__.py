from . import defects
from . import scores
