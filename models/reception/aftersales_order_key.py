from odoo import api, fields, models
from odoo.exceptions import UserError


class AftersalesOrder(models.Model):
    """Where the car's key is: on a place of the cabinet, or with somebody (D2)."""

    _inherit = 'aftersales.order'

    key_move_ids = fields.One2many(
        'aftersales.key.move', 'order_id', string="Key In and Out", readonly=True, groups='aftersales.group_user')
    key_place_id = fields.Many2one(
        'aftersales.key.place', string="Key Hangs At", readonly=True, copy=False, index='btree_not_null',
        ondelete='restrict', check_company=True)
    key_holder_id = fields.Many2one(
        'hr.employee', string="Key Is With", readonly=True, copy=False, index='btree_not_null')
    key_moved_date = fields.Datetime(string="Key Since", readonly=True, copy=False)
    key_tag = fields.Char(related='checkin_id.key_tag')

    _key_place_uniq = models.UniqueIndex(
        '(key_place_id) WHERE key_place_id IS NOT NULL', "Another key hangs at this place already. Choose another one.")

    # === ACTION METHODS ===#

    def action_move_key(self):
        """Ask where the key goes."""
        self.ensure_one()
        self._check_key_with_us()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Key of %(vehicle)s", vehicle=self.license_plate or self.name),
            'res_model': 'aftersales.key.wizard',
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_order_id': self.id},
        }

    # === BUSINESS METHODS ===#

    def _get_idle_actions(self):
        idle = super()._get_idle_actions()
        return idle if self.is_in_house else [*idle, self._get_action_id('aftersales.action_order_move_key')]

    @api.model
    def _get_unlocked_fields(self):
        return super()._get_unlocked_fields() | {'key_place_id', 'key_holder_id', 'key_moved_date'}

    def _check_key_with_us(self):
        self.check_access('write')
        for order in self:
            if not order.is_in_house:
                raise UserError(self.env._(
                    "%(order)s is %(state)s: its key is not with us.",
                    order=order.name, state=order._get_state_label(order.state)))

    def _move_key(self, kind, place=None, employee=None, reason=False):
        """The key goes into the cabinet, to somebody of the house, or to the customer."""
        now = fields.Datetime.now()
        # sudo: where a key is, and the log of it, is written by the system
        self.sudo().write({
            'key_place_id': place and place.id, 'key_holder_id': employee and employee.id,
            'key_moved_date': kind != 'left' and now})
        self.env['aftersales.key.move'].sudo().create([{
            'order_id': order.id, 'kind': kind, 'date': now, 'user_id': self.env.uid, 'reason': reason,
            'place_id': place and place.id, 'employee_id': employee and employee.id} for order in self])

    def _after_transition(self, source, target):
        """Whatever way the car leaves the house, its place in the cabinet is free again."""
        super()._after_transition(source, target)
        gone = self.filtered(lambda order: not order.is_in_house and (order.key_place_id or order.key_holder_id))
        if gone:
            gone._move_key('left')
