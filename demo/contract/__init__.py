from . import contracts
from . import kinds
