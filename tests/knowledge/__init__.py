from . import test_knowledge
from . import test_knowledge_search
from . import test_hard_case
