from odoo import fields, models

from odoo.addons.aftersales.models.base.entries import Alert

READERS = 'aftersales.group_accident'


class AftersalesOrder(models.Model):
    """An order that repairs the damage of an accident (E11)."""
    _inherit = 'aftersales.order'

    accident_ids = fields.One2many('aftersales.accident', 'order_id', string="Accidents", readonly=True, groups=READERS)
    accident_count = fields.Integer(compute='_compute_accident_count', groups=READERS)

    def _compute_accident_count(self):
        counts = dict(self.env['aftersales.accident']._read_group(
            [('order_id', 'in', self.ids)], ['order_id'], ['__count']))
        for order in self:
            order.accident_count = counts.get(order._origin, 0)

    def _get_alerts(self):
        alerts = super()._get_alerts()
        if not self._origin or not self.env.user.has_group(READERS):
            return alerts
        return alerts + [
            Alert('warning', self.env._(
                "%(accident)s: the repair may be a total loss. Ask the insurer before it begins.", accident=accident.name),
                'action_view_accidents')
            for accident in self.accident_ids if accident.state == 'open' and accident.is_total_loss]

    def action_view_accidents(self):
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_accidents')
        action = {**action, 'domain': [('order_id', '=', self.id)], 'context': {'default_order_id': self.id}}
        if self.accident_count < 2:
            action.update(views=[(False, 'form')], res_id=self.accident_ids.id)
        return action
