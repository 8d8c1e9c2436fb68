from . import papers
from . import keys
