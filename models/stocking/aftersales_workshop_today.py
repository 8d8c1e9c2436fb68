from odoo import models

from odoo.addons.aftersales.models.base.entries import Tally


class AftersalesWorkshop(models.Model):
    """What of the outlet's store is below its minimum (H5)."""
    _inherit = 'aftersales.workshop'

    def _get_tallies(self, start, stop):
        label = self.env._("parts below the minimum")
        return [
            *super()._get_tallies(start, stop),
            Tally(31, 'below_min', 'wait', label, 'aftersales.action_parts_below_min', [
                ('warehouse_id', '=', self.warehouse_id.id), ('aftersales_is_below', '=', True)], 'warning'),
        ]
