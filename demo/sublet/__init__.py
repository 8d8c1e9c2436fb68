from . import sublet
