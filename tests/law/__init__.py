from .test_scenarios import *
