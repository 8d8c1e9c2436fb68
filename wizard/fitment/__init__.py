from . import fitment_import
from . import fitment_import_line
