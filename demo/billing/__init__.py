from . import customers
from . import invoices
