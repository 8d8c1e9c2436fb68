from . import leave_wizard
