from . import cancel_wizard
from . import reopen_wizard
from . import sms_composer
