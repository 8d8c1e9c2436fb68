from . import test_part_requests
from . import test_parts_window
from . import test_counter_sale
from . import test_supply_tour
from . import test_supply_race
from . import test_counter_type
from . import test_short_delivery
from . import test_counter_account
