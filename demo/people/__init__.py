from . import people
from . import growth
