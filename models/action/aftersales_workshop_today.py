from odoo import models

from odoo.addons.aftersales.models.base.entries import Tally


class AftersalesWorkshop(models.Model):
    """What should have been done by now so that things become better."""
    _inherit = 'aftersales.workshop'

    def _get_tallies(self, start, stop):
        overdue = [('workshop_id', '=', self.id), ('is_overdue', '=', True)]
        return [
            *super()._get_tallies(start, stop),
            Tally(100, 'overdue_actions', 'wait', self.env._("improvement actions overdue"), 'aftersales.action_actions',
                  overdue, 'danger'),
        ]
