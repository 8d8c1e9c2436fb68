from . import prints
