from odoo import models


class AftersalesOrder(models.Model):
    """The tasks that an order's special orders give (H2)."""
    _name = 'aftersales.order'
    _inherit = ['aftersales.order', 'aftersales.special.order.mixin']
    _approval_activity = 'aftersales.mail_activity_part_approval'
    _refused_activity = 'aftersales.mail_activity_part_refused'

    def _are_parts_closed(self):
        return self.is_locked

    def _get_special_name(self):
        return self.license_plate or self.name

    def _after_transition(self, source, target):
        super()._after_transition(source, target)
        if target in self._locked_states:
            self.sudo()._settle_part_approvals()  # sudo: the tasks may be somebody else's
