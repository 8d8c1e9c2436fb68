from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_duration


class AftersalesOrder(models.Model):
    """Waits of an order and what they add up to (E7)."""
    _inherit = 'aftersales.order'

    hold_summary = fields.Char(string="Waits in All", compute='_compute_hold_summary')

    @api.depends_context('lang')
    @api.depends('hold_ids.start', 'hold_ids.stop', 'hold_ids.kind')
    def _compute_hold_summary(self):
        for order in self:
            parts = []
            for label, holds in order._get_holds_by_kind():
                names = {'kind': label, 'hours': format_duration(sum(holds.mapped('waiting_hours')))}
                if not any(hold.is_open for hold in holds):
                    parts.append(self.env._("%(kind)s: %(hours)s", **names))
                else:
                    parts.append(self.env._("%(kind)s: %(hours)s, still open", **names))
            order.hold_summary = " · ".join(parts)

    def _get_holds_by_kind(self):
        """:return: list of (label of the kind, holds), in the order of the kinds"""
        self.ensure_one()
        by_kind = self.hold_ids.grouped('kind')
        kinds = self.env['aftersales.hold']._fields['kind']._description_selection(self.env)
        return [(label, by_kind[kind]) for kind, label in kinds if kind in by_kind]

    # === ACTION METHODS ===#

    def action_hold(self):
        self.ensure_one()
        self._check_unlocked()
        return self.env['aftersales.hold']._get_open_action(order_id=self.id)

    def action_end_holds(self):
        """What the orders waited for is there."""
        holds = self.hold_ids.filtered('is_open')
        if not holds:
            raise UserError(self.env._(
                "%(order)s waits for nothing. Reload the page to see what happened.", order=", ".join(self.mapped('name'))))
        holds.action_close()
