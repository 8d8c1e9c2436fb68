from . import aftersales_exchange_partner
from . import aftersales_exchange_call
from . import aftersales_exchange_api
from . import aftersales_exchange_api_visits
from . import aftersales_exchange_api_documents
from . import aftersales_exchange_api_sending
