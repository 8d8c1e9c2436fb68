from odoo import models

from odoo.addons.aftersales.models.base.entries import NextStep


class AftersalesOrder(models.Model):
    """What happens at the counter, as the order's next step."""

    _inherit = 'aftersales.order'

    def _get_next_steps(self):
        steps = [
            step._replace(name='action_open_delivery') if step.name == 'action_deliver' else step
            for step in super()._get_next_steps()
        ]
        if self.env.user.has_group('aftersales.group_order') and self.vehicle_id:
            begun = self.state == 'draft' or (self.state == 'received' and self.checkin_id)
            if begun and self.checkin_state != 'signed':
                steps.append(NextStep(10, 'action_check_in', self.env._("Check In")))
            if self.state == 'received' and not self.handover_date:
                steps.append(NextStep(40, 'action_hand_over', self.env._("Hand Over")))
        return steps
