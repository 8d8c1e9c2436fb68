from odoo import fields, models

from odoo.addons.aftersales.models.base.entries import Tally

CHECKS, SCRAPS = 'aftersales.action_store_checks', 'aftersales.action_scrap_requests'


class AftersalesWorkshop(models.Model):
    """What the store of an outlet waits for (issue 12)."""
    _inherit = 'aftersales.workshop'

    def _get_tallies(self, start, stop):
        late = [
            ('warehouse_id', '=', self.warehouse_id.id), ('state', '=', 'open'),
            ('date', '<', fields.Date.to_string(fields.Date.context_today(self)))]
        return [
            *super()._get_tallies(start, stop),
            Tally(61, 'scrap_requests', 'wait', self.env._("requests to scrap parts"), SCRAPS, [
                ('warehouse_id', '=', self.warehouse_id.id), ('state', '=', 'asked')], 'info'),
            Tally(62, 'store_checks', 'wrong', self.env._("store checks late"), CHECKS, late, 'danger'),
        ]
