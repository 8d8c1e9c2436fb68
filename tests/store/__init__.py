from . import test_places
from . import test_scrap
from . import test_spot_check
from . import test_stock_month
from . import test_store_check
from . import test_store_walls
from . import test_writedown
from . import test_emergency_buy
