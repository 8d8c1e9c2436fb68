from odoo import models
from odoo.tools.misc import formatLang


class AftersalesWorkClass(models.Model):
    _inherit = 'aftersales.work.class'

    def _get_print_limits(self):
        """The repair guarantee in words: by distance, by time, by both or none."""
        self.ensure_one()
        km, days = formatLang(self.env, self.guarantee_km, digits=0), self.guarantee_days
        if self.guarantee_km and days:
            return self.env._("%(km)s km / %(days)s days", km=km, days=days)
        if self.guarantee_km:
            return self.env._("%(km)s km", km=km)
        if days:
            return self.env._("%(days)s days", days=days)
        return self.env._("none")
