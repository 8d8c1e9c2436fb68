from odoo import fields, models


class AftersalesArchiveWizard(models.TransientModel):
    """Why delivered orders leave the lists."""
    _name = 'aftersales.archive.wizard'
    _inherit = ['aftersales.dialog.mixin', 'aftersales.reason.mixin']
    _description = "Archive Delivered Orders"

    order_ids = fields.Many2many('aftersales.order', string="Orders", required=True, readonly=True)

    def action_apply(self):
        self.ensure_one()
        self.order_ids._archive(self.reason)
        return {'type': 'ir.actions.act_window_close'}
