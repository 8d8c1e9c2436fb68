from odoo import fields, models


class AftersalesRecallTellingWizard(models.TransientModel):
    """Somebody told the owner: how, and what he said."""
    _name = 'aftersales.recall.telling.wizard'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Owner Was Told of a Recall"

    recall_vehicle_id = fields.Many2one('aftersales.recall.vehicle', string="Car", required=True, readonly=True)
    channel = fields.Selection(
        selection=lambda self: self.env['aftersales.recall.telling']._fields['channel']._description_selection(self.env),
        string="How", required=True, default='phone')
    note = fields.Char(string="What Was Said")

    def action_apply(self):
        self.ensure_one()
        self.recall_vehicle_id._check_may_tell()
        self.recall_vehicle_id._note_told(self.channel, self.note or '')
        return {'type': 'ir.actions.act_window_close'}
