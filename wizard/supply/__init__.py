from . import part_dialog_mixin
from . import part_refusal_wizard
from . import counter_credit_wizard
from . import counter_discount_wizard
from . import part_fetch_wizard
from . import lot_wizard
from . import lot_wizard_line
