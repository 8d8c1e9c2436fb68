from . import claims
from . import money
from . import suppliers
