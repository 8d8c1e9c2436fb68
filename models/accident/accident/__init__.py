from . import aftersales_accident
from . import aftersales_accident_life
from . import aftersales_accident_papers
from . import aftersales_accident_wait
