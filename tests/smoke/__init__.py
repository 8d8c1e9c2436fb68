from . import test_menus
from . import test_portal_access
from . import test_portal_pages
from . import test_portal_rpc
from . import test_portal_tour
from . import test_print_access
