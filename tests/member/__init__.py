from . import test_benefit, test_benefit_race, test_member
