from . import public_prices
