from . import recalls
