from . import res_partner
from . import res_partner_kind
from . import res_partner_agent
from . import res_partner_behaviour
from . import res_partner_voice
from . import res_partner_next
from . import res_partner_file
