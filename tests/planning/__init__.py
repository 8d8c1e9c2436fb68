from . import test_allocation
from . import test_board
from . import test_board_news
from . import test_board_socket
from . import test_board_tour
from . import test_dispatch
from . import test_new_promise
from . import test_planned_skill
