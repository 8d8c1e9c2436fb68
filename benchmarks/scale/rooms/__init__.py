"""What there is of each room in a large database, in order of dependency: a new room adds its file and its name here.

A room has ``TABLES``, the tables it fills, and ``build(scale)``.
"""
from . import vehicle
from . import outlet
from . import order
from . import approval
from . import planning
from . import billing
from . import parts
from . import sublet
from . import floor
from . import quality
from . import health
from . import booking
from . import counter
from . import care
from . import law
from . import warranty
from . import claim
from . import recall
from . import complaint
from . import survey
from . import base

ROOMS = [
    vehicle, outlet, order, approval, planning, billing, parts, sublet, floor, quality, health, booking, counter, care,
    law, warranty, claim, recall, complaint, survey, base]
