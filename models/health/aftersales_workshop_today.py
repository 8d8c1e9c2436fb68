from odoo import models

from odoo.addons.aftersales.models.base.entries import Tally


class AftersalesWorkshop(models.Model):
    _inherit = 'aftersales.workshop'

    def _get_tallies(self, start, stop):
        own = [('workshop_id', '=', self.id)]
        return [
            *super()._get_tallies(start, stop),
            Tally(45, 'declined', 'wrong', self.env._("declined by customers"), 'aftersales.action_declined_jobs', [
                *own, ('declined_state', '!=', False),
                ('declined_date', '>=', start), ('declined_date', '<', stop)], 'warning'),
        ]
