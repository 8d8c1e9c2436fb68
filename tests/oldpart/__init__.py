from . import test_old_part
from . import test_old_part_freight
from . import test_old_part_owed
from . import test_old_part_prints
from . import test_old_part_watch
from . import test_old_part_wish
from . import test_part_lives
from . import test_return_window
