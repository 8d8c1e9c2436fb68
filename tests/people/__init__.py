from . import test_people
