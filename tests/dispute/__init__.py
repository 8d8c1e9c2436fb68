from . import test_price_dispute
