from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.aftersales.models.base.entries import OpenPoint


class AftersalesOrder(models.Model):
    """The customer takes his old parts along against his signature (H6)."""
    _inherit = 'aftersales.order'

    old_part_count = fields.Integer(string="Number of Old Parts", compute='_compute_old_part_count')
    has_parts_to_give = fields.Boolean(compute='_compute_old_part_count')

    def _compute_old_part_count(self):
        # sudo: how many there are is told to whoever may read the order
        OldPart = self.env['aftersales.old.part'].sudo()
        counts = dict(OldPart._read_group([('order_id', 'in', self.ids)], ['order_id'], ['__count']))
        waiting = {order for [order] in OldPart._read_group(
            [('order_id', 'in', self.ids), *self._get_parts_to_give_domain()], ['order_id'])}
        for order in self:
            own = order._origin.sudo()  # sudo: as above
            order.old_part_count, order.has_parts_to_give = counts.get(own, 0), own in waiting

    def _get_parts_to_give_domain(self):
        return [('duty', '=', 'customer'), ('stage', 'in', ('received', 'inspected'))]

    def _get_open_points(self):
        """What the customer wants to take along is given to him before the car leaves."""
        # sudo: what keeps a car is told to whoever hands it out
        waiting = self.env['aftersales.old.part'].sudo().search([
            ('order_id', 'in', self.ids), ('duty', '=', 'customer'), ('stage', 'in', ('due', 'received', 'inspected'))])
        return super()._get_open_points() + [
            OpenPoint(order.with_env(self.env), self.env._(
                "The customer takes old parts along: %(parts)s. Let him sign for them, or change what becomes of them if he "
                "leaves them here.", parts=", ".join(parts.mapped('name'))))
            for order, parts in waiting.grouped('order_id').items()]

    def action_give_old_parts(self, signature, kind='drawn'):
        """The customer signs for the old parts that lie here for him.

        :param signature: the picture, base64; a typed name comes as a picture, too
        :param kind: ``drawn`` or ``typed``
        """
        self.check_access('read')
        if not self.env.user.has_group('aftersales.group_give_old_part'):
            raise AccessError(self.env._("Old parts are given to the customer at the counter or by the parts store."))
        self._claim_for_update()  # two who give at once do it once
        # sudo: evidence is made by the system; whoever gives the car back need not keep the store
        waiting = self.env['aftersales.old.part'].sudo().search(
            [('order_id', 'in', self.ids), *self._get_parts_to_give_domain()], order='id').grouped('order_id')
        Receipt = self.env['aftersales.old.part.receipt'].sudo()
        for order in self:
            parts = waiting.get(order.sudo())
            if not parts:
                raise UserError(self.env._(
                    "No old part lies here for the customer of %(order)s. They are taken in with their tags first.",
                    order=order.display_name))
            if not signature:
                raise UserError(self.env._("Let the customer of %(order)s sign.", order=order.display_name))
            receipt = Receipt.create({
                'order_id': order.id, 'receiver': order.sudo().partner_id.display_name, 'signature': signature,
                'signature_kind': 'typed' if kind == 'typed' else 'drawn', 'user_id': self.env.uid,
                'parts': '\n'.join(part._describe_tag() for part in parts)})
            parts.receipt_id = receipt
            parts.with_env(self.env)._trace('customer', receipt.receiver)
            self.env['aftersales.kept.print']._keep('report_old_part_receipt', receipt)

    def action_view_old_parts(self):
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_old_part_register')
        return {**action, 'domain': [('order_id', '=', self.id)], 'context': {}}
