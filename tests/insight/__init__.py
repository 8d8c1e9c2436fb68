from . import test_dashboard, test_insight, test_insight_rest, test_insight_tour, test_weekly
