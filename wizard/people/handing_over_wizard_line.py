from odoo import fields, models


class AftersalesHandingOverWizardLine(models.TransientModel):
    """So much work of one kind is somebody's now."""
    _name = 'aftersales.handing.over.wizard.line'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Work to Hand Over"

    wizard_id = fields.Many2one('aftersales.handing.over.wizard', required=True, ondelete='cascade')
    name = fields.Char(string="Kind of Work", readonly=True)
    work_count = fields.Integer(string="Pieces", readonly=True)
