from . import money
from . import store
