from . import insight
