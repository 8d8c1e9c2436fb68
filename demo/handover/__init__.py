from . import handovers
