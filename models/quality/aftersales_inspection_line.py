from odoo import fields, models


class AftersalesInspectionLine(models.Model):
    """An item of an inspection's checklist, copied from its template."""
    _name = 'aftersales.inspection.line'
    _inherit = ['aftersales.frozen.part.mixin']
    _description = "Inspection Item"
    _order = 'inspection_id.id desc, sequence, id'
    _frozen_with = 'inspection_id'

    inspection_id = fields.Many2one('aftersales.inspection', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='inspection_id.company_id', store=True)
    state = fields.Selection(related='inspection_id.state')
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Item", required=True)
    instruction = fields.Char()
    result = fields.Selection([('ok', "OK"), ('fail', "Fail"), ('na', "Not applicable")])
    note = fields.Char(string="Finding", help="Measured value, place, what is wrong.")

    def action_ok(self):
        self.write({'result': 'ok'})

    def action_fail(self):
        self.write({'result': 'fail'})

    def action_na(self):
        self.write({'result': 'na'})
