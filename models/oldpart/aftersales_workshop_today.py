from odoo import models

from odoo.addons.aftersales.models.base.entries import Tally


class AftersalesWorkshop(models.Model):
    """Old parts that the people of the outlet owe the store (H6)."""
    _inherit = 'aftersales.workshop'

    def _get_tallies(self, start, stop):
        return [
            *super()._get_tallies(start, stop),
            Tally(38, 'old_parts_owed', 'wait', self.env._("old parts owed"), 'aftersales.action_old_parts_owed', [
                ('workshop_id', '=', self.id), *self.env['aftersales.old.part']._get_owed_domain()], 'warning'),
        ]
