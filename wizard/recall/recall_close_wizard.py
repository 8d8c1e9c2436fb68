from odoo import fields, models

from odoo.addons.aftersales.models.recall.recall_vehicle.aftersales_recall_vehicle import GONE_KINDS


class AftersalesRecallCloseWizard(models.TransientModel):
    """Why a car does not come any more, and what shows it."""
    _name = 'aftersales.recall.close.wizard'
    _inherit = ['aftersales.dialog.mixin', 'aftersales.reason.mixin']
    _description = "Car of a Recall Not Here"

    recall_vehicle_ids = fields.Many2many('aftersales.recall.vehicle', string="Cars", required=True, readonly=True)
    kind = fields.Selection(GONE_KINDS, string="Why", required=True)
    reason = fields.Char(string="Proof")

    def action_apply(self):
        self.ensure_one()
        self.recall_vehicle_ids._close(self.kind, self.reason)
        return {'type': 'ir.actions.act_window_close'}
