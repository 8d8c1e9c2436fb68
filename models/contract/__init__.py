from . import aftersales_contract_type
from . import aftersales_contract_type_line
from . import aftersales_contract
from . import aftersales_contract_life
from . import aftersales_contract_entitlement
from . import aftersales_contract_move
from . import aftersales_job
from . import aftersales_order
