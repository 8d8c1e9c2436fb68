from odoo import fields, models


class AftersalesInspectionTemplateLine(models.Model):
    _name = 'aftersales.inspection.template.line'
    _description = "Inspection Checklist Item"
    _order = 'template_id, sequence, id'

    template_id = fields.Many2one('aftersales.inspection.template', required=True, index=True, ondelete='cascade')
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Check Item", required=True, translate=True)
    instruction = fields.Char(translate=True, help="How to check it and what counts as good.")
