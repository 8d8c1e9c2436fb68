import pytz

from odoo import models


class AftersalesCustomerNoticeMixin(models.AbstractModel):
    """Customers are told times by the clock of an outlet, also of what belongs to no single one."""
    _inherit = 'aftersales.customer.notice.mixin'

    def _get_notice_tz(self):
        return pytz.timezone(self.company_id._get_clock_zone())
