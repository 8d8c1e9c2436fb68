from . import test_attributes
from . import test_find_part
from . import test_fitment
from . import test_online_parts
from . import test_fitment_import
from . import test_supersession
from . import test_part_guarantee
