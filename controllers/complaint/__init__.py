from . import complaints
from . import public_complaint
