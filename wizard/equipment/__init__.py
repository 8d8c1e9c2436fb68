from . import tool_handover_wizard
