from . import inspection
