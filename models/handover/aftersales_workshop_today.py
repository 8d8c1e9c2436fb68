from odoo import fields, models

from odoo.addons.aftersales.models.base.entries import Tally

LIST = 'aftersales.action_handovers'


class AftersalesWorkshop(models.Model):
    """Sold cars that are handed over today, and those that should have been (P1)."""
    _inherit = 'aftersales.workshop'

    def _get_tallies(self, start, stop):
        own = [('workshop_id', '=', self.id), ('state', 'in', ['open', 'ready'])]
        today = fields.Date.to_string(fields.Datetime.context_timestamp(
            self.with_context(tz=self._get_tz().zone), fields.Datetime.now()).date())
        return [
            *super()._get_tallies(start, stop),
            Tally(64, 'handovers', 'wait', self.env._("sold cars to hand over today"), LIST, [
                *own, ('date', '=', today)], 'info'),
            Tally(65, 'handovers_late', 'wrong', self.env._("hand-overs of sold cars overdue"), LIST, [
                *own, ('date', '<', today)], 'danger'),
        ]
