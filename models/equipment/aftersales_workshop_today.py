from odoo import models

from odoo.addons.aftersales.models.base.entries import Tally

REGISTER = 'aftersales.action_equipment'
FAULTS = 'aftersales.action_equipment_faults'


class AftersalesWorkshop(models.Model):
    """What of the equipment is overdue or stands still, for whoever runs the outlet."""
    _inherit = 'aftersales.workshop'

    def _get_tallies(self, start, stop):
        own = [('workshop_id', '=', self.id)]
        return [
            *super()._get_tallies(start, stop),
            Tally(62, 'check_overdue', 'wrong', self.env._("calibrations overdue"), REGISTER, [
                *own, ('is_check_overdue', '=', True)], 'danger'),
            Tally(63, 'equipment_down', 'wrong', self.env._("equipment out of order"), FAULTS, [
                *own, ('is_down', '=', True)], 'danger'),
            Tally(64, 'tools_overdue', 'wait', self.env._("tools due back"), 'aftersales.action_tool_loans', [
                *own, ('is_overdue', '=', True)], 'warning'),
        ]
