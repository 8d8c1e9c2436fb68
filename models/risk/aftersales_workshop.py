from odoo import models

from odoo.addons.aftersales.models.base.entries import Tally


class AftersalesWorkshop(models.Model):
    """What the law asks an outlet to look at, and what went wrong there and is not over."""
    _inherit = 'aftersales.workshop'

    def _get_tallies(self, start, stop):
        own = [('workshop_id', '=', self.id)]
        return [
            *super()._get_tallies(start, stop),
            Tally(65, 'duties_overdue', 'wrong', self.env._("duties of the law to check"), 'aftersales.action_duties',
                  [*own, ('is_overdue', '=', True)], 'danger'),
            Tally(105, 'open_incidents', 'wait', self.env._("incidents open"), 'aftersales.action_incidents',
                  [*own, ('state', '=', 'open')], 'warning'),
        ]
