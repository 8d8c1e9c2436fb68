from . import staffing
