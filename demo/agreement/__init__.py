from . import agreements
