from . import customers
from . import invoices
from . import cash
