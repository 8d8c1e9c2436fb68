from . import survey_import
from . import survey_import_line
