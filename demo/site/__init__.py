from . import sites
