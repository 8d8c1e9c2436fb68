from . import ratings
