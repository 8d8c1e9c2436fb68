from . import aftersales_supplier_screening
from . import aftersales_supplier_certificate
