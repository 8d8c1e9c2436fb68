from odoo import models

from odoo.addons.aftersales.models.base.entries import Tally


class AftersalesWorkshop(models.Model):
    _inherit = 'aftersales.workshop'

    def _get_tallies(self, start, stop):
        own = [('workshop_id', '=', self.id)]
        return [
            *super()._get_tallies(start, stop),
            Tally(50, 'risk', 'now', self.env._("at risk"),
                  'aftersales.action_orders', [*own, ('is_at_risk', '=', True)], 'warning'),
            Tally(20, 'to_plan', 'wait', self.env._("jobs to plan"),
                  'aftersales.action_jobs', self._get_to_plan_domain(), 'warning'),
        ]
