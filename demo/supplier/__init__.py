from . import defects
from . import scores
from . import incoming
from . import screenings
