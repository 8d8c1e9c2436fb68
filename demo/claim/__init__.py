from . import claims
from . import suppliers
