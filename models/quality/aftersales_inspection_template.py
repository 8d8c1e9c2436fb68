from odoo import api, fields, models


class AftersalesInspectionTemplate(models.Model):
    """Checklist of the final inspection, one per kind of work."""
    _name = 'aftersales.inspection.template'
    _description = "Inspection Checklist"
    _inherit = ['aftersales.setup.mixin']
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    line_ids = fields.One2many('aftersales.inspection.template.line', 'template_id', string="Items", copy=True)
    line_count = fields.Integer(string="Number of Items", compute='_compute_line_count')
    work_class_ids = fields.One2many('aftersales.work.class', 'checklist_id', string="Classes of Work")

    @api.depends('line_ids')
    def _compute_line_count(self):
        for template in self:
            template.line_count = len(template.line_ids)
