from . import fitments
