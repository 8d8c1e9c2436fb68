from . import test_forecast
