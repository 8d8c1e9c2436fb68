from . import recall_import_line
from . import recall_import
from . import recall_wave_wizard
from . import recall_telling_wizard
from . import recall_close_wizard
from . import recall_signoff_wizard
