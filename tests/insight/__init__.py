from . import test_insight
