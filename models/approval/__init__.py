from . import aftersales_authorisation
from . import aftersales_authorisation_line
from . import aftersales_authorisation_request
from . import aftersales_job_approval
from . import aftersales_order_line_approval
from . import aftersales_order_asking
from . import aftersales_authorisation_request_page
