from . import test_price_list
from . import test_public_prices
