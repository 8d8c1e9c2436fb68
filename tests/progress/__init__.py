from . import test_idle
from . import test_substatus
