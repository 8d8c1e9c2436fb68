from odoo import models

from odoo.addons.aftersales.models.base.entries import Alert


class AftersalesOrder(models.Model):
    """What the customer said before the counter is told at it (O3)."""

    _inherit = 'aftersales.order'

    # === ACTION METHODS ===#

    def action_view_home_checkin(self):
        """What the customer said, and the photos he sent."""
        return self._get_home_records()._get_records_action(name=self.env._("Check-in from Home"))

    # === BUSINESS METHODS ===#

    def _get_home_records(self):
        return self.env['aftersales.home.checkin'].search([
            ('appointment_id.order_id', 'in', self._origin.ids), ('state', '=', 'confirmed')])

    def _get_home_checkins(self):
        """:return: dict of order: what its customer confirmed before the counter (SUDOED), of those who did"""
        # sudo: what the customer said counts whoever receives the car
        found = self.sudo()._get_home_records()
        by_order = {home.appointment_id.order_id.id: home for home in found}
        return {order: by_order[order.id] for order in self if order.id in by_order}

    def _get_alerts(self):
        alerts = super()._get_alerts()
        if self.state != 'draft' or not self._origin:
            return alerts
        may_read = self.env['aftersales.home.checkin'].has_access('read')
        for home in self._get_home_checkins().values():
            action = 'action_view_home_checkin' if may_read else ''
            alerts += [Alert(level, message, action) for level, message in home.appointment_id._get_home_news(home)]
        return alerts
