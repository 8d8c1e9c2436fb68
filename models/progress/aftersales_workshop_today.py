from odoo import models

from odoo.addons.aftersales.models.base.entries import Tally


class AftersalesWorkshop(models.Model):
    _inherit = 'aftersales.workshop'

    def _get_tallies(self, start, stop):
        return [
            *super()._get_tallies(start, stop),
            Tally(12, 'idle', 'wrong', self.env._("cars standing idle"), 'aftersales.action_orders', [
                ('workshop_id', '=', self.id), ('is_idle', '=', True)], 'danger'),
        ]
