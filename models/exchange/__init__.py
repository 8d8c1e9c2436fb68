from . import kind
from . import aftersales_exchange_field
from . import aftersales_exchange_import
from . import aftersales_exchange_import_work
from . import aftersales_exchange_column
from . import aftersales_exchange_row
