from odoo import models

from odoo.addons.aftersales.models.base.entries import Tally


class AftersalesWorkshop(models.Model):
    """Free parts that wait for a yes, on the manager's first screen."""
    _inherit = 'aftersales.workshop'

    def _get_tallies(self, start, stop):
        return [
            *super()._get_tallies(start, stop),
            Tally(70, 'free_issues', 'wait', self.env._("free parts to approve"), 'aftersales.action_free_issues', [
                ('workshop_id', '=', self.id), ('state', '=', 'proposed')], 'warning'),
        ]
