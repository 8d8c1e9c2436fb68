from . import aftersales_claim_report
from . import aftersales_claim_line_report
from . import aftersales_claim_model_report
from . import aftersales_supplier_report
from . import aftersales_old_part_report
from . import aftersales_registration_report
from . import aftersales_warranty_month
