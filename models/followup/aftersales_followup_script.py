from odoo import fields, models


class AftersalesFollowupScript(models.Model):
    """What is said on the phone, step by step (J3)."""
    _name = 'aftersales.followup.script'
    _description = "Script of a Call"
    _inherit = ['aftersales.setup.mixin']
    _order = 'sequence, id'

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    step_ids = fields.One2many('aftersales.followup.script.step', 'script_id', string="Steps", copy=True)
