from . import numbers
from . import requests
from . import sales
from . import shorts
from . import transfers
