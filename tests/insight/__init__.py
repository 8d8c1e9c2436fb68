from . import test_insight, test_insight_rest
