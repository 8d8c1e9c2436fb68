from . import test_recall
from . import test_import
from . import test_counter
from . import test_telling
from . import test_recall_tour
