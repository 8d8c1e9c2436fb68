from odoo import models

from odoo.addons.aftersales.models.base.entries import Tally


class AftersalesWorkshop(models.Model):
    _inherit = 'aftersales.workshop'

    def _get_tallies(self, start, stop):
        own = [('workshop_id', '=', self.id)]
        return [
            *super()._get_tallies(start, stop),
            Tally(40, 'left', 'wrong', self.env._("left without repair"), 'aftersales.action_orders', [
                *own, ('leave_date', '>=', start), ('leave_date', '<', stop)], 'warning'),
        ]
