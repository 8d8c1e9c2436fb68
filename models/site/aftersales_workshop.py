from odoo import models

from odoo.addons.aftersales.models.base.entries import Tally


class AftersalesWorkshop(models.Model):
    """The 6S checks of an outlet that wait to be made."""
    _inherit = 'aftersales.workshop'

    def _get_tallies(self, start, stop):
        return [
            *super()._get_tallies(start, stop),
            Tally(106, 'open_site_checks', 'wait', self.env._("6S checks to make"), 'aftersales.action_site_checks',
                  [('workshop_id', '=', self.id), ('state', '=', 'open')]),
        ]
