from . import test_core_views
from . import test_demo
from . import test_forms
from . import test_menus
from . import test_new_rows
from . import test_sorting
from . import test_templates
