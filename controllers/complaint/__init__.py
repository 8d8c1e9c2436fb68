from . import complaints
