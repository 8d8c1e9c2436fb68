from odoo import fields, models

from odoo.addons.aftersales.models.base.entries import Alert, OpenPoint

READERS = 'aftersales.group_dispute'


class AftersalesOrder(models.Model):
    """An order whose price the customer objects to (G5)."""
    _inherit = 'aftersales.order'

    dispute_ids = fields.One2many(
        'aftersales.price.dispute', 'order_id', string="Price Disputes", readonly=True, groups=READERS)
    dispute_count = fields.Integer(compute='_compute_dispute_count', groups=READERS)

    def _compute_dispute_count(self):
        counts = dict(self.env['aftersales.price.dispute']._read_group(
            [('order_id', 'in', self.ids)], ['order_id'], ['__count']))
        for order in self:
            order.dispute_count = counts.get(order._origin, 0)

    def _get_alerts(self):
        alerts = super()._get_alerts()
        if not self._origin or not self.env.user.has_group(READERS):
            return alerts
        return alerts + [
            Alert('warning', self.env._(
                "%(dispute)s is not decided: %(reason)s", dispute=dispute.name, reason=dispute._get_reason_label()),
                'action_view_disputes')
            for dispute in self.dispute_ids.filtered(lambda dispute: dispute.state in ('open', 'review'))]

    def _get_open_points(self):
        """A car whose price is disputed leaves once it is decided, or when a manager lets it."""
        # sudo: what keeps a car is told to whoever hands it out
        keeping = self.env['aftersales.price.dispute'].sudo().search([
            ('order_id', 'in', self.ids), ('state', 'in', ('open', 'review')), ('leave_date', '=', False)])
        return super()._get_open_points() + [
            OpenPoint(dispute.order_id.with_env(self.env), self.env._(
                "%(dispute)s is not decided. Decide it, or let a manager say that the car leaves against part payment or a "
                "guarantee.", dispute=dispute.name))
            for dispute in keeping]

    def action_view_disputes(self):
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_price_disputes')
        action = {
            **action, 'domain': [('order_id', '=', self.id)],
            'context': {'default_order_id': self.id, 'search_default_waiting': 0}}
        if self.dispute_count < 2:
            action.update(views=[(False, 'form')], res_id=self.dispute_ids.id)
        return action
