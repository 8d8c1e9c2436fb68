from . import test_benefit, test_benefit_counter, test_benefit_race, test_coupon_terms, test_member, test_member_card
from . import test_offer, test_points_lapse
