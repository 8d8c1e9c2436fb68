from . import aftersales_contract_type
from . import aftersales_contract_type_line
from . import aftersales_contract_check
from . import aftersales_contract_type_visits
from . import aftersales_contract_type_price
from . import aftersales_contract_type_cars
