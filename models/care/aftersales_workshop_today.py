from odoo import models

from odoo.addons.aftersales.models.base.entries import Tally


class AftersalesWorkshop(models.Model):
    _inherit = 'aftersales.workshop'

    def _get_tallies(self, start, stop):
        own = [('workshop_id', '=', self.id)]
        return [
            *super()._get_tallies(start, stop),
            Tally(70, 'bad_ratings', 'wrong', self.env._("rated with one or two stars"), 'aftersales.action_ratings', [
                *own, ('rating_ids', 'any', [
                    ('consumed', '=', True), ('rating', '<=', 2), ('write_date', '>=', start),
                    ('write_date', '<', stop)])], 'danger'),
        ]
