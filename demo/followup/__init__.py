from . import followups
