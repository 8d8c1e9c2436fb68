from . import free_issues
from . import policies
from . import registrations
