from . import test_customers_yes
from . import test_discount_limit
from . import test_invoiced_price
from . import test_invoiced_work
from . import test_invoicing
from . import test_partial_approval
from . import test_shares
from . import test_totals_oracle
