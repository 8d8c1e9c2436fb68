from . import (
    aftersales_action,
    aftersales_monthly_report,
    aftersales_monthly_report_figures,
    aftersales_monthly_report_lists,
    aftersales_monthly_report_words,
    aftersales_workshop,
    aftersales_workshop_today,
)
