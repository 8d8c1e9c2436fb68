from odoo import fields, models


class AftersalesFollowupScriptStep(models.Model):
    _name = 'aftersales.followup.script.step'
    _description = "Step of a Script"
    _order = 'sequence, id'

    sequence = fields.Integer(default=10)
    script_id = fields.Many2one('aftersales.followup.script', required=True, index=True, ondelete='cascade')
    name = fields.Char(string="What", required=True, translate=True)
    text = fields.Text(
        string="What to Say", required=True, translate=True,
        help="{customer}, {agent}, {company}, {car}, {work}, {advisor}, {date} and {service} stand for what the call is about.")
