from . import core_deposits
from . import deposits
