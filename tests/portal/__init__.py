from . import test_authorise_page
from . import test_portal_access
from . import test_portal_booking
from . import test_portal_pages
from . import test_portal_rpc
from . import test_portal_tour
from . import test_customer_keys
from . import test_customer_keys_pages
