from . import risks
