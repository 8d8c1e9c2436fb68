from . import aftersales_audit
from . import aftersales_audit_grade
from . import aftersales_audit_life
from . import aftersales_audit_area
from . import aftersales_audit_line
