from . import defects
