from . import authorise_wizard
from . import ask_wizard
