from . import aftersales_station_settlement
from . import aftersales_station_settlement_count
from . import aftersales_station_settlement_line
from . import aftersales_station_confirmation
from . import aftersales_station_settlement_issue
from . import aftersales_workshop
