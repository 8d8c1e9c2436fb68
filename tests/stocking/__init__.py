from . import test_below_minimum
from . import test_count
from . import test_forecast
from . import test_lost_sale
from . import test_part_service
from . import test_proposal
from . import test_season_plan
from . import test_stock_age
