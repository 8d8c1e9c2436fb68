from . import agent_wizard
from . import owner_wizard
