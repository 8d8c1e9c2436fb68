from . import aftersales_claim_export
from . import aftersales_claim_export_column
from . import aftersales_claim_file
