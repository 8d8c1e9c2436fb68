from . import ideas
