from odoo import api, fields, models
from odoo.exceptions import UserError


class AftersalesKeyWizard(models.TransientModel):
    """The key goes into the cabinet, or somebody takes it: one tap where the next place is free (D2)."""

    _name = 'aftersales.key.wizard'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Key In or Out"

    order_id = fields.Many2one('aftersales.order', required=True, readonly=True)
    workshop_id = fields.Many2one(related='order_id.workshop_id')
    move_ids = fields.One2many(related='order_id.key_move_ids')
    kind = fields.Selection(
        selection=[('in', "Into the Cabinet"), ('out', "Out of the Cabinet")], string="Key Goes", required=True,
        compute='_compute_kind', store=True, readonly=False, precompute=True)
    place_id = fields.Many2one(
        'aftersales.key.place', string="Place of the Key",
        compute='_compute_place_id', store=True, readonly=False, precompute=True,
        domain="[('workshop_id', '=', workshop_id)]")
    employee_id = fields.Many2one('hr.employee', string="Key Taken By")
    reason = fields.Char(string="What For", max_length=200)

    @api.depends('order_id')
    def _compute_kind(self):
        for wizard in self:
            wizard.kind = 'out' if wizard.order_id.key_place_id else 'in'

    @api.depends('order_id', 'kind')
    def _compute_place_id(self):
        """The first free place of the outlet's cabinet."""
        for wizard in self:
            workshop = wizard.order_id.workshop_id
            wizard.place_id = wizard.kind == 'in' and workshop._get_free_key_place()

    def action_apply(self):
        self.ensure_one()
        order = self.order_id
        order._check_key_with_us()
        if self.kind == 'in':
            if self.place_id.workshop_id != order.workshop_id:
                raise UserError(self.env._(
                    "Choose a place in the key cabinet of %(outlet)s.", outlet=order.workshop_id.name))
            order._move_key('in', place=self.place_id, reason=self.reason)
        else:
            if not self.employee_id or not (self.reason or '').strip():
                raise UserError(self.env._(
                    "Enter who takes the key of %(order)s, and what for.", order=order.name))
            order._move_key('out', employee=self.employee_id, reason=self.reason)
        return {'type': 'ir.actions.act_window_close'}
