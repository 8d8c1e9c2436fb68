from odoo import api, fields, models
from odoo.exceptions import UserError


class AftersalesHoldWizard(models.TransientModel):
    """What an order or one of its jobs waits for from now on (E7)."""
    _name = 'aftersales.hold.wizard'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Put on Hold"

    order_id = fields.Many2one('aftersales.order', required=True, readonly=True)
    job_id = fields.Many2one(
        'aftersales.job', domain="[('order_id', '=', order_id), ('is_open', '=', True)]",
        help="Empty when the whole car waits.")
    kind = fields.Selection('_selection_kind', required=True, default='parts')
    note = fields.Char(string="Reason")

    @api.model
    def _selection_kind(self):
        return self.env['aftersales.hold']._fields['kind']._description_selection(self.env)

    def action_apply(self):
        self.ensure_one()
        if self.kind == 'other' and not self.note:
            raise UserError(self.env._("Say what %(order)s waits for.", order=self.order_id.name))
        self.order_id._check_unlocked()
        self.env['aftersales.hold'].create({
            'order_id': self.order_id.id, 'job_id': self.job_id.id, 'kind': self.kind, 'note': self.note,
        })
        self.job_id._block()
        return {'type': 'ir.actions.act_window_close'}
