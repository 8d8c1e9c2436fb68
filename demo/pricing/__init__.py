from . import price_lists
