from . import aftersales_appraisal_indicator
from . import aftersales_appraisal_measure
from . import aftersales_appraisal_template
from . import aftersales_appraisal_sheet
from . import aftersales_appraisal_sheet_life
from . import aftersales_appraisal_line
