from . import benefit_wizard
from . import benefit_wizard_line
from . import coupon_wizard
