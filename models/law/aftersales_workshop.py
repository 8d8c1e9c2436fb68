from odoo import models

from odoo.addons.aftersales.models.base.entries import Tally


class AftersalesWorkshop(models.Model):
    """Rights that arose and are not answered, on the manager's first screen: the law sets the days."""
    _inherit = 'aftersales.workshop'

    def _get_tallies(self, start, stop):
        unanswered = [('company_id', '=', self.company_id.id), ('state', 'in', ('open', 'requested'))]
        return [
            *super()._get_tallies(start, stop),
            Tally(72, 'statute_cases', 'wait', self.env._("cases under the law to answer"),
                  'aftersales.action_statute_cases', unanswered, 'danger'),
        ]
