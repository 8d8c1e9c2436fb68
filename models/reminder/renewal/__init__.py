from . import aftersales_renewal
from . import aftersales_renewal_nightly
from . import aftersales_renewal_target
