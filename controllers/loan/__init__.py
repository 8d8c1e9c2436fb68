from . import loans
