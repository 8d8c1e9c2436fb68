from odoo import models

from odoo.addons.aftersales.models.base.entries import Tally


class AftersalesWorkshop(models.Model):
    _inherit = 'aftersales.workshop'

    def _get_tallies(self, start, stop):
        own = [('workshop_id', '=', self.id)]
        return [
            *super()._get_tallies(start, stop),
            Tally(36, 'spots', 'wrong', self.env._("found at spot checks"), 'aftersales.action_work_spots', [
                *own, ('result', '=', 'found'), ('is_corrected', '=', False), ('date', '>=', start), ('date', '<', stop)],
                'warning'),
        ]
