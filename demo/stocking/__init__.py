from . import stocking
