from . import requests
from . import sales
